package org.numakerbench.text;

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
        assertThat(distance("kitten", "sitting")).isEqualTo(3);
        assertThat(distance("", "abc")).isEqualTo(3);
        assertThat(distance("abc", "")).isEqualTo(3);
        assertThat(distance("abc", "abc")).isZero();
    }

    @Test
    void countsNoFurtherThanTheLimit() {
        assertThat(EditDistance.of("kitten", "sitting", 3)).isEqualTo(3);
        assertThat(EditDistance.of("kitten", "sitting", 2)).isGreaterThan(2);
        assertThat(EditDistance.of("abc", "abcdefgh", 2)).isGreaterThan(2);
    }

    private static int distance(String one, String other) {
        return EditDistance.of(one, other, Integer.MAX_VALUE);
    }
}
