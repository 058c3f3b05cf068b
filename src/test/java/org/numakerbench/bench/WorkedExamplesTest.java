package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.model.Measurement;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.OwnMeasurements;
import org.numakerbench.uart.UartParser;

/** Every description in bench-profiles/firmware, with the capture and the virtual board's lines beside it. */
class WorkedExamplesTest {
    private static final Path DIRECTORY = Path.of("bench-profiles/firmware");

    static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<String> names = files.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".yaml") && !it.endsWith(".lines.yaml"))
                    .map(it -> it.substring(0, it.length() - ".yaml".length()))
                    .sorted()
                    .toList();
            assertThat(names).hasSizeGreaterThanOrEqualTo(3);
            return names;
        }
    }

    private static FirmwareDescription description(String example) {
        Descriptions.Read read = Descriptions.read(DIRECTORY.resolve(example + ".yaml"));
        assertThat(read.errors()).isEmpty();
        assertThat(read.warnings()).isEmpty();
        return read.description();
    }

    private static List<Claim> claims(String example) throws IOException {
        byte[] capture = Files.readAllBytes(DIRECTORY.resolve(example + ".raw"));
        return UartParser.parse(capture, description(example));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void itsCaptureHasEveryLineButFailuresAndNoneThatIsUnknown(String example) throws IOException {
        List<Claim> claims = claims(example);
        Set<String> rows = claims.stream()
                .map(it -> String.valueOf(it.string(FirmwareDescription.ROW)))
                .collect(Collectors.toSet());

        assertThat(claims).noneMatch(it -> it.kind() == ClaimKind.UNRECOGNISED);
        assertThat(claims.stream().filter(it -> it.kind() == ClaimKind.BOOT_BANNER))
                .hasSize(1);
        assertThat(description(example).lines())
                .filteredOn(it -> it.says() != Says.FAILED)
                .extracting(Line::row)
                .isSubsetOf(rows);
        if (!description(example).extendsExample()) {
            assertThat(claims.get(claims.size() - 1).string(FirmwareDescription.ROW))
                    .isEqualTo(FirmwareDescription.END);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aVirtualBoardHasItsLines(String example) throws Exception {
        VirtualLines lines = VirtualLines.read(DIRECTORY.resolve(example + ".lines.yaml"));
        VirtualImage image = DescribedRun.image(lines.lines(), lines.fromScratch());

        assertThat(lines.fromScratch()).isNotEqualTo(description(example).extendsExample());
        assertThat(VirtualImage.decode(VirtualImage.encode(image))).isEqualTo(image);
    }

    @Test
    void aNodesFiguresAreMeasurements() throws IOException {
        FirmwareDescription node = description("node-with-figures");

        assertThat(claims("node-with-figures").stream()
                        .map(it -> OwnMeasurements.sample(node, it))
                        .flatMap(Optional::stream))
                .extracting(
                        Measurement::name,
                        Measurement::unit,
                        Measurement::step,
                        it -> it.samples().last())
                .containsExactly(
                        tuple("connect-time", "ms", "node.state", 219.0),
                        tuple("rssi", "dBm", "node.state", -61.0),
                        tuple("stack.free", "bytes", "node.state", 1512.0),
                        tuple("rssi", "dBm", "node.state", -61.0),
                        tuple("stack.free", "bytes", "node.state", 1384.0));
    }
}
