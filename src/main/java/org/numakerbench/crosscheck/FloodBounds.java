package org.numakerbench.crosscheck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.rule.Rules;
import org.numakerbench.model.Verdict;

/** How much of what a device says is judged; what goes beyond is neither taken for true nor for false. */
final class FloodBounds {
    /** Claims of every kind that are kept for the reports. */
    static final int MOST_CLAIMS = 50_000;

    /** A long run has some hundred claims that are judged; what says far more than that is out of its mind. */
    private static final int MOST_JUDGED = 1000;
    /** Unknown lines and announcements that judging looks back at. */
    private static final int MOST_HEARD = 5000;
    /** Of one step. */
    private static final int MOST_UNCLAIMED = 20;

    private int judged;
    private boolean leftOut;
    private long unjudged;
    private @Nullable PendingClaim firstUnjudged;

    void forget() {
        judged = 0;
        leftOut = false;
        unjudged = 0;
    }

    /** True when anything was left out, be it claims or other lines. */
    boolean leftOut() {
        return leftOut;
    }

    /** True when claims were left out. */
    boolean exceeded() {
        return unjudged > 0;
    }

    /**
     * Whether there is room for the next claim. What comes behind is judged by what came before: once one that would be
     * judged is left out, all of them are.
     *
     * @param heard how many claims are kept
     */
    boolean admits(PendingClaim next, int heard) {
        boolean admitted = mayCome(next, heard);
        leftOut |= !admitted;
        return admitted;
    }

    private boolean mayCome(PendingClaim next, int heard) {
        boolean full = heard >= MOST_HEARD + MOST_JUDGED;
        if (!Rules.judges(next.claim())) {
            return !full && (Rules.isLookedUp(next.claim()) || heard < MOST_HEARD);
        }
        if (exceeded() || judged == MOST_JUDGED || full) {
            firstUnjudged = unjudged++ == 0 ? next : firstUnjudged;
            return false;
        }
        judged++;
        return true;
    }

    /** Tells of the claims that were left out; none when all were judged. */
    List<Finding> findings() {
        PendingClaim first = firstUnjudged;
        if (first == null || !exceeded()) {
            return List.of();
        }
        return List.of(new Finding(
                first.step().name(),
                first.claim().text(),
                Verdict.UNSEEN,
                "the device says more than the bench judges: this claim and " + (unjudged - 1)
                        + " more behind it were not compared with the cloud; uart.raw has them",
                List.of(first.seq()),
                first.claim().line()));
    }

    /** Of unclaimed events, the first few of each step one by one, the others together. */
    static List<Finding> folded(List<Finding> unclaimed) {
        Map<String, List<Finding>> bySteps = new LinkedHashMap<>();
        unclaimed.forEach(it ->
                bySteps.computeIfAbsent(it.step(), step -> new ArrayList<>()).add(it));
        List<Finding> folded = new ArrayList<>();
        for (Finding each : unclaimed) {
            List<Finding> alike = bySteps.get(each.step());
            int place = alike.indexOf(each);
            if (place < MOST_UNCLAIMED) {
                folded.add(each);
            } else if (place == MOST_UNCLAIMED) {
                List<Finding> rest = alike.subList(place, alike.size());
                folded.add(new Finding(
                        each.step(),
                        null,
                        Verdict.UNCLAIMED,
                        "the witness received " + rest.size() + " more messages here that the device never claimed",
                        rest.stream().flatMap(it -> it.evidence().stream()).toList(),
                        null));
            }
        }
        return folded;
    }
}
