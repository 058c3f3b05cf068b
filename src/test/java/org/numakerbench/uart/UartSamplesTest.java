package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each sample gives the claims that a careful reader lists: one JSON object a claim in {@code uart-samples/golden}.
 * {@code mvn test -Dtest=UartSamplesTest -Dgolden.update=true} writes them again; review the difference.
 */
class UartSamplesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/uart-samples/golden");

    static Stream<String> samples() {
        return Wire.SAMPLES.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleGivesTheClaimsOfItsGoldenFile(String name) throws IOException {
        List<Claim> claims = Wire.claims(Wire.sample(name));

        String lines = claims.stream().map(ClaimJson::line).collect(Collectors.joining("\n", "", "\n"))
                + ClaimJson.line(ParseSummary.of(claims)) + "\n";

        Path golden = GOLDEN.resolve(name.replace(".log", ".jsonl"));
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, lines);
        }
        assertThat(lines).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyLineOfASampleIsKnown(String name) {
        List<Claim> claims = Wire.claims(Wire.sample(name));

        assertThat(Wire.all(claims, ClaimKind.UNRECOGNISED)).isEmpty();
        assertThat(Wire.all(claims, ClaimKind.UNFINISHED)).isEmpty();
    }

    @Test
    void aTerminalsTranscriptSaysTheSameAsTheWire() {
        List<Claim> wire = Wire.claims(Wire.sample("seed-mqtt-5.7.wire.log"));
        List<Claim> shown = Wire.claims(Wire.sample("seed-mqtt-5.7.log"));

        assertThat(shown)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("line", "start", "end")
                .isEqualTo(wire);
    }

    @Test
    void theHttpsTranscriptSaysTheSameAsTheWire() {
        List<Claim> wire = Wire.claims(Wire.sample("https-5.7.wire.log"));
        List<Claim> shown = Wire.claims(Wire.sample("https-5.7.log"));

        assertThat(shown)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("line", "start", "end")
                .isEqualTo(wire);
    }
}
