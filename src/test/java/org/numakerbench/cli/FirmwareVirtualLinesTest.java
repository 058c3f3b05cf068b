package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.sim.board.image.Fault;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.sim.board.image.OwnLine.At;
import org.numakerbench.sim.board.image.VirtualImage;
import picocli.CommandLine;

/** {@code bench firmware virtual --lines}. */
class FirmwareVirtualLinesTest {
    private static final Path EXAMPLE = Path.of("bench-profiles/firmware/example-with-sensor.lines.yaml");

    private static final Path SCRATCH = Path.of("bench-profiles/firmware/meter-from-scratch.lines.yaml");

    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void theImageHasTheLinesOfTheFile() throws Exception {
        assertThat(run(EXAMPLE)).as(err.toString()).isZero();

        VirtualImage image = VirtualImage.decode(Files.readAllBytes(directory.resolve("image.bin")));
        assertThat(image.own())
                .hasSize(3)
                .first()
                .isEqualTo(new OwnLine(At.CONNECTED, "Sensor SHT31 ready at 0x44", null, null, null));
        assertThat(image.own().get(2).at()).isEqualTo(At.DISCONNECTING);
        assertThat(image.own().get(2).topic()).isEqualTo("Nuvoton/Mbed/D001/sensor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at: connected| at: noon| lines[0].at: \"noon\" is not known; did you mean",
                "print: \"Sensor SHT31| prnt: \"Sensor SHT31| lines[0].prnt: unknown key; did you mean",
                "topic: Nuvoton/Mbed/D001/sensor| '# none'| a topic needs a payload",
                "# lie: not-sent| lie: never| lines[2].lie: \"never\" is not known",
            })
    void aMistakeInTheFileIsToldWithItsPlace(String right, String wrong, String problem) throws IOException {
        String text = Files.readString(EXAMPLE);
        assertThat(text).contains(right);
        Path file = Files.writeString(directory.resolve("lines.yaml"), text.replace(right, wrong));

        assertThat(run(file)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).startsWith(file + ":").contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from: scratch| from: example| add from: scratch",
                "from: scratch| from: nowhere| from: \"nowhere\" is not known",
                "# lie: other-payload| lie: other-topic| a lie needs what it is about",
                "at: network| {at: network, subscribe: a/b}| nothing can be received",
                "spread: 25| spread: -25| lines[5].values.watts.spread",
                "about: 431| aboot: 431| lines[5].values.watts.aboot: unknown key; did you mean about",
            })
    void aMistakeInALineFromScratchIsTold(String right, String wrong, String problem) throws IOException {
        String text = Files.readString(SCRATCH);
        assertThat(text).contains(right);
        String inserted = wrong.startsWith("{") ? "at: network\n    subscribe: a/b" : wrong;
        Path file = Files.writeString(directory.resolve("lines.yaml"), text.replace(right, inserted));

        assertThat(run(file)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).startsWith(file + ":").contains(problem);
    }

    @Test
    void theImageHasTheHeapAndTheFaultsThatAreAskedFor() throws Exception {
        assertThat(run(EXAMPLE, "--heap", "2000,70000", "--fault", "heap-impossible", "--fault=hang-mid-run"))
                .as(err.toString())
                .isZero();

        VirtualImage image = VirtualImage.decode(Files.readAllBytes(directory.resolve("image.bin")));
        assertThat(image.heap()).isEqualTo(new HeapModel(2000, 70000));
        assertThat(image.faults())
                .containsExactly(Fault.of(FaultKind.HEAP_IMPOSSIBLE), Fault.of(FaultKind.HANG_MID_RUN));
    }

    @Test
    void aHeapOrAFaultThatThereIsNotIsToldWithWhatWouldBeRight() {
        assertThat(run(EXAMPLE, "--heap", "63 KiB")).isEqualTo(ExitCodes.USAGE);
        assertThat(run(EXAMPLE, "--fault", "hang-midrun")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("as in --heap 1351,63022").contains("did you mean hang-mid-run?");
    }

    private int run(Path lines, String... more) {
        List<String> arguments = new ArrayList<>(List.of("firmware", "virtual", "--target", "NUMAKER_PFM_M487"));
        arguments.addAll(List.of("--thing", "Nuvoton-Mbed-D001", "--client-id", "Nuvoton Client"));
        arguments.addAll(List.of("--topic", "Nuvoton/Mbed/D001", "--lines", lines.toString()));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--out", directory.resolve("image.bin").toString()));
        CommandLine command = Bench.commandLine();
        return command.setErr(new PrintWriter(err, true)).execute(arguments.toArray(String[]::new));
    }
}
