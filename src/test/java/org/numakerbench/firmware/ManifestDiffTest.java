package org.numakerbench.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.numakerbench.firmware.ManifestDiff.Change;

class ManifestDiffTest {
    private static Manifest manifest(
            String file, @Nullable String mbedOs, Map<String, String> macros, @Nullable Long commitNumber) {
        return new Manifest(
                file,
                "0".repeat(64),
                Target.NUMAKER_PFM_M487,
                null,
                mbedOs,
                "GCC_ARM 6.3.1",
                List.of("mqtt"),
                macros,
                new Identity("thing", "client", "topic", "topic"),
                null,
                false,
                null,
                null,
                null,
                commitNumber);
    }

    @Test
    void saysWhatTheyWereBuiltFromWhereItDiffers() {
        Manifest before = manifest("a.bin", "5.7.1", Map.of("TLS", "16384", "SAME", "1", "GONE", "x"), null);
        Manifest after = manifest("b.bin", "5.9.0", Map.of("TLS", "4096", "SAME", "1", "NEW", "y"), 7L);

        assertThat(ManifestDiff.of(before, after).changes())
                .containsExactly(
                        new Change("commitNumber", null, "7"),
                        new Change("macros.GONE", "x", null),
                        new Change("macros.NEW", null, "y"),
                        new Change("macros.TLS", "16384", "4096"),
                        new Change("mbedOs", "5.7.1", "5.9.0"));
        assertThat(ManifestDiff.of(before, before).changes()).isEmpty();
    }
}
