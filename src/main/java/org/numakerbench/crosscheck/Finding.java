package org.numakerbench.crosscheck;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Of each step the gravest finding, the first of several; steps in the order of their first finding. */
    public static Map<String, Finding> gravestByStep(List<Finding> findings) {
        Map<String, Finding> gravest = new LinkedHashMap<>();
        for (Finding finding : findings) {
            gravest.merge(
                    finding.step(),
                    finding,
                    (one, other) -> Verdict.GRAVITY.compare(other.verdict(), one.verdict()) > 0 ? other : one);
        }
        return gravest;
    }
}
