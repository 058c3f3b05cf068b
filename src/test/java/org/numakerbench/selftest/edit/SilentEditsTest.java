package org.numakerbench.selftest.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.Extent;
import org.numakerbench.crosscheck.PackedLog;
import org.numakerbench.evidence.EvidenceEntry;

/** Clean runs of every generation: whatever is edited, it is said, or the field carries no claim. */
class SilentEditsTest {
    private static final Path RUNS = Path.of("src/test/resources/recorded-runs");

    @TempDir
    static Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"5.7.1", "5.9.7", "5.10.4", "5.12.4", "5.15.1"})
    void no_edit_is_silent(String mbedOs) throws NotPassedException {
        List<EvidenceEntry> clean = PackedLog.entries(scratch, RUNS, "clean-" + mbedOs);
        boolean whole = Extent.of(0, 1) == 1;
        EnumSet<EditKind> kinds = EnumSet.allOf(EditKind.class);
        if (!whole) {
            kinds.remove(EditKind.CHARACTER);
        }

        EditTable table = EditTrial.of(clean, kinds);

        assertThat(table.isGood()).as(table.markdown()).isTrue();
        assertThat(table.neutralBytes()).as("neutral of " + table.wireBytes()).isLessThan(table.wireBytes() * 8 / 100);
    }
}
