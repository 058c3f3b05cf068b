package org.numakerbench.model;

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
    UNCHECKABLE
}
