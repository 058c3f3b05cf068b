package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.model.FailureCode;
import org.numakerbench.profile.ProfileReader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class BenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpGoesToStdoutAndNamesTheExitCodes() {
        int code = execute(Bench.commandLine(), "--help");

        assertThat(code).isZero();
        assertThat(out.toString()).startsWith("Usage: bench").contains("3   bench fault");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void misuseIsOneLineWithAHint() {
        int code = execute(Bench.commandLine(), "--frobnicate");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "bench: there is no option --frobnicate; did you mean --version?; see bench --help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void noCommandIsMisuse() {
        assertThat(execute(Bench.commandLine())).isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines("bench: no command given; see bench --help");
    }

    @Test
    void aFaultyProfileOrImageIsAConfigurationError() {
        assertThat(failing(
                        () -> ProfileReader.read(Path.of("none.yaml")).boards().size()))
                .isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines("none.yaml:1: no such file; check the path");

        assertThat(failing(() -> {
                    throw new ImageException("no image x; add one");
                }))
                .isEqualTo(2);
    }

    @Test
    void aFailingDriverOrPortIsABenchFaultWithItsRemedy() {
        assertThat(failing(() -> {
                    throw new DriverException(
                            org.numakerbench.model.FailureCode.VOLUME_MISSING, "volume gone", "plug it in");
                }))
                .isEqualTo(3);
        assertThat(failing(() -> {
                    throw new SerialException(FailureCode.PORT_FAILED, "port in use", "close the other program");
                }))
                .isEqualTo(3);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "fail: volume gone; plug it in" + "fail: port in use; close the other program");
    }

    @Test
    void aMistakeInTheBenchIsNeverTheDevicesFailure() {
        assertThat(failing(() -> {
                    throw new IllegalStateException("unforeseen");
                }))
                .isEqualTo(3);
        assertThat(err.toString()).contains("a mistake in the bench itself").contains("unforeseen");
    }

    @Command(name = "fail")
    record Failing(Callable<Integer> what) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            return what.call();
        }
    }

    private int failing(Callable<Integer> what) {
        return execute(Bench.configured(new Failing(what)));
    }

    private int execute(CommandLine line, String... arguments) {
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
