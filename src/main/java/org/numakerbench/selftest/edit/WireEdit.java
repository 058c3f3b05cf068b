package org.numakerbench.selftest.edit;

import java.util.List;
import org.numakerbench.evidence.EvidenceEntry;

/**
 * Other text on the wire.
 *
 * @param from first byte that is replaced
 * @param to the byte after the last
 * @param text what stands there instead, one character a byte
 */
record WireEdit(EditKind kind, String field, boolean neutral, String detail, int from, int to, String text)
        implements Edit {
    @Override
    public List<EvidenceEntry> of(Recording run) {
        return run.withWire(from, to, text);
    }
}
