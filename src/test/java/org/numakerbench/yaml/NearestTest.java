package org.numakerbench.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void findsTheWordWithTheFewestEdits() {
        assertThat(Nearest.to("tiemout", List.of("label", "timeout", "volume"))).contains("timeout");
        assertThat(Nearest.to("FIRSTBYTE", List.of("firstByte", "banner"))).contains("firstByte");
        assertThat(Nearest.to("anything", List.of())).isEmpty();
    }

    @Test
    void countsInsertionsDeletionsAndReplacements() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "")).isEqualTo(3);
        assertThat(Nearest.distance("abc", "abc")).isZero();
    }
}
