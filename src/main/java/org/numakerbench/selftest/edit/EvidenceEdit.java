package org.numakerbench.selftest.edit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

/**
 * Other evidence.
 *
 * @param place in the log
 * @param fact what stands there instead; null for nothing
 */
record EvidenceEdit(
        EditKind kind,
        String field,
        boolean neutral,
        String detail,
        int place,
        @Nullable Fact fact) implements Edit {
    @Override
    public List<EvidenceEntry> of(Recording run) {
        return fact == null ? run.without(place) : run.with(place, fact);
    }
}
