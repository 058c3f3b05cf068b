package org.numakerbench.model;

import java.util.Comparator;
import java.util.List;

/** What the evidence says of one claim. */
public enum Verdict {
    /** The bench saw for itself what the device says. */
    CONFIRMED,
    /** The evidence says otherwise. */
    REFUTED,
    /** No evidence, and the witness cannot prove that it was awake, or the wire was damaged. */
    UNSEEN,
    /** The cloud saw it, the device never said so. */
    UNCLAIMED,
    /** No host-side vantage point exists, or the cloud does not allow it. */
    UNCHECKABLE;

    private static final List<Verdict> BY_GRAVITY = List.of(CONFIRMED, UNCHECKABLE, UNSEEN, UNCLAIMED, REFUTED);

    /** From what is as it should be to what is not: of several findings about one step the gravest tells. */
    public static final Comparator<Verdict> GRAVITY = Comparator.comparingInt(BY_GRAVITY::indexOf);
}
