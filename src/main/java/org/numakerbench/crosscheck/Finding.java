package org.numakerbench.crosscheck;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Verdict;

/**
 * One claim, or one unclaimed cloud event, with its verdict.
 *
 * @param step hierarchical step name
 * @param claim the device's words; null for what it never said
 * @param reason a sentence to a person
 * @param evidence {@code seq} of the log entries it rests on, ascending
 * @param line wire line of the claim, from 1; null for what was never said
 */
public record Finding(
        String step,
        @Nullable String claim,
        Verdict verdict,
        String reason,
        List<Long> evidence,
        @Nullable Integer line) {
    public Finding {
        evidence = List.copyOf(evidence);
    }
}
