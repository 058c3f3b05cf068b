package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.sim.usb.NuLink;

/** Debian's programs that look for modems and braille displays behind every serial port. */
@Tag("usb")
class OtherProgramsTest {
    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    @RegisterExtension
    private final SystemRules rules = new SystemRules();

    /** A service, with its log; ended at the end. */
    private static final class Service implements AutoCloseable {
        private final Process process;
        private final Path log;

        Service(Path log, String... command) throws IOException {
            this.log = log;
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        String log() throws IOException {
            return Files.readString(log);
        }

        /** Lines about a serial port of a board. */
        List<String> about(String port) throws IOException {
            return log().lines().filter(it -> it.contains(port)).toList();
        }

        void awaitLine(String port, String word) {
            UsbLab.waitFor(
                    "\"" + word + "\" of " + port + " in the log",
                    () -> about(port).stream().anyMatch(it -> it.contains(word)));
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }

    private Service modemManager() throws IOException {
        Path log = lab.directory().resolve("mm.log");
        Service service = new Service(log, "ModemManager", "--debug", "--log-file=" + log);
        UsbLab.waitFor(
                "ModemManager on D-Bus",
                () -> UsbLab.run("mmcli", "--list-modems").code() == 0);
        return service;
    }

    private String tty() throws IOException {
        return String.valueOf(
                lab.seen(1).orElseThrow().serial().orElseThrow().device().getFileName());
    }

    @Test
    void withTheRuleModemManagerLeavesThePortAlone() throws Exception {
        rules.installUdev();
        try (Service modemManager = modemManager()) {
            NuLink board = lab.plug(1);
            modemManager.awaitLine(tty(), "port filtered");

            assertThat(modemManager.log()).doesNotContain("port grabbed");
            assertThat(board.sentToBoard()).isEmpty();
            assertThat(UsbLab.bench("doctor").text()).contains("keeps it away");
        }
    }

    @Test
    void withoutItModemManagerTakesThePortAndTheDoctorWarns() throws Exception {
        try (Service modemManager = modemManager()) {
            lab.plug(1);
            modemManager.awaitLine(tty(), "port grabbed");

            assertThat(UsbLab.bench("doctor").text())
                    .contains("ModemManager")
                    .contains("cp scripts/udev/70-numaker-bench.rules");
        }
    }

    @Test
    void brlttyLeavesTheAdapterAloneAndTheDoctorNamesIt() throws Exception {
        try (Service brltty = new Service(
                lab.directory().resolve("brltty.log"),
                "brltty",
                "-n",
                "-b",
                "auto",
                "-d",
                "usb:",
                "-x",
                "no",
                "-l",
                "error")) {
            NuLink board = lab.plug(1);
            String properties = UsbLab.run("udevadm", "info", "--query=property", "--name", "/dev/" + tty())
                    .text();

            assertThat(properties).contains("ID_VENDOR_ID=0416").doesNotContain("BRLTTY");
            assertThat(UsbLab.bench("doctor").text()).contains("brltty");
            assertThat(board.isPortOpen()).isFalse();
            assertThat(board.sentToBoard()).isEmpty();
        }
    }
}
