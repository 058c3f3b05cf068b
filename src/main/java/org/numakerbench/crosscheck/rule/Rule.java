package org.numakerbench.crosscheck.rule;

/** Judges one kind of claim. A rule may mark observations as used, but only when it settles. */
@FunctionalInterface
public interface Rule {
    /**
     * @param heard the claim
     * @param judging everything else known so far; {@link Judging#closed()} means no more evidence will come, and the
     *     rule must settle
     */
    Ruling check(PendingClaim heard, Judging judging);
}
