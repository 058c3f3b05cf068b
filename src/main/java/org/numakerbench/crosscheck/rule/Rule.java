package org.numakerbench.crosscheck.rule;

import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.RunView;

/** Judges one kind of claim. It only reads: what it used as evidence stands in the ruling. */
@FunctionalInterface
public interface Rule {
    /**
     * @param pending the claim
     * @param run everything else known so far; {@link RunView#closed()} means no more evidence will come, and the
     *     rule must settle
     */
    Ruling check(PendingClaim pending, RunView run);
}
