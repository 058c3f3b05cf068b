package org.numakerbench.selftest.edit;

import java.util.List;
import org.numakerbench.evidence.EvidenceEntry;

/** One edit of a recorded run. */
interface Edit {
    EditKind kind();

    /** The field it touches: {@code mqtt-publish.topic}, {@code presence.eventType}. */
    String field();

    /** That field carries no claim. */
    boolean neutral();

    /** What it does there, in a line to a person. */
    String detail();

    /** The run's entries with the edit in them. */
    List<EvidenceEntry> of(Recording run);
}
