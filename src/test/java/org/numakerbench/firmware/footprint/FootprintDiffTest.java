package org.numakerbench.firmware.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.numakerbench.firmware.footprint.FootprintDiff.Row;

class FootprintDiffTest {
    private static Footprint footprint(long stack, Map<String, ModuleBytes> modules) {
        return Footprint.of(MapToolchain.GCC_ARM, stack, modules);
    }

    @Test
    void theGreatestDifferenceComesFirstWhetherItGrewOrShrank() {
        Footprint before = footprint(
                100, Map.of("a", new ModuleBytes(1, 1), "gone", new ModuleBytes(0, 50), "same", new ModuleBytes(9, 9)));
        Footprint after = footprint(
                90, Map.of("a", new ModuleBytes(3, 1), "new", new ModuleBytes(60, 0), "same", new ModuleBytes(9, 9)));

        FootprintDiff diff = FootprintDiff.of(before, after);

        assertThat(diff.changed()).extracting(Row::module).containsExactly("new", "gone", "a");
        assertThat(diff.rows()).hasSize(4);
        assertThat(diff.changed().get(0).ramDifference()).isEqualTo(60);
        assertThat(diff.changed().get(1).flashDifference()).isEqualTo(-50);
        assertThat(diff.ramDifference()).isEqualTo(62);
        assertThat(diff.flashDifference()).isEqualTo(-50);
        assertThat(diff.staticDifference()).isEqualTo(52);
    }

    @Test
    void modulesThatDoNotAddUpAreNoFootprint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Footprint(MapToolchain.IAR, 1, 0, 0, new TreeMap<>()));
    }
}
