package org.numakerbench.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.change.Change.Kind;
import org.numakerbench.text.Figures;

/**
 * The answer to "did memory get worse?" for one series and metric.
 *
 * @param state the gravest there is
 * @param findings growth above the threshold that nobody accepted and no later build took back; what {@code state} rests on
 * @param words one sentence
 */
public record HeapCheck(SeriesKey series, Measure metric, State state, List<HeapFinding> findings, String words) {
    /** From good to bad. */
    public enum State {
        PASS,
        /** Nothing to compare with. */
        UNKNOWN,
        /** The newest builds are off, and too few to tell. */
        SUSPECT,
        REGRESSION
    }

    public HeapCheck {
        findings = List.copyOf(findings);
    }

    /**
     * @param only image whose findings count; null: those of all builds
     * @param thresholdBytes smaller growth passes
     */
    static HeapCheck of(HeapTrend trend, @Nullable String only, double thresholdBytes) {
        List<HeapFinding> regressions = new ArrayList<>();
        List<HeapFinding> suspects = new ArrayList<>();
        List<HeapFinding> all = trend.findings();
        for (int i = 0; i < all.size(); i++) {
            HeapFinding finding = all.get(i);
            boolean counts = (only == null || finding.firstBad().image().equals(only))
                    && trend.metric().direction().worsening(still(all, i)) > thresholdBytes
                    && finding.worse() > thresholdBytes
                    && !isAccepted(finding, thresholdBytes);
            if (counts) {
                (finding.change().kind() == Kind.SUSPECT ? suspects : regressions).add(finding);
            }
        }
        if (!regressions.isEmpty()) {
            return new HeapCheck(
                    trend.series(), trend.metric(), State.REGRESSION, regressions, words(regressions.get(0)));
        }
        if (!suspects.isEmpty()) {
            return new HeapCheck(
                    trend.series(),
                    trend.metric(),
                    State.SUSPECT,
                    suspects,
                    words(suspects.get(0)) + "; too few runs to be sure: run it again (bench run PROFILE --image "
                            + suspects.get(0).firstBad().image() + " --repeat 5)");
        }
        if (trend.builds().size() < 2) {
            return new HeapCheck(
                    trend.series(),
                    trend.metric(),
                    State.UNKNOWN,
                    List.of(),
                    trend.builds().isEmpty() ? "no figures" : "only one build has figures");
        }
        return new HeapCheck(
                trend.series(),
                trend.metric(),
                State.PASS,
                List.of(),
                words(trend, thresholdBytes) + " in "
                        + Figures.count(trend.builds().size(), "build"));
    }

    /** What is left of a finding's growth after all that came later. */
    private static double still(List<HeapFinding> all, int from) {
        double sum = 0;
        for (HeapFinding each : all.subList(from, all.size())) {
            sum += each.change().bytes();
        }
        return sum;
    }

    /** For its size when it was accepted, and what the threshold lets pass beyond that. */
    private static boolean isAccepted(HeapFinding finding, double thresholdBytes) {
        Acceptance accepted = finding.accepted();
        return accepted != null && finding.worse() <= accepted.bytes() + thresholdBytes;
    }

    private static String words(HeapTrend trend, double threshold) {
        String size = Figures.with(trend.metric().unit(), threshold);
        return trend.metric() instanceof Metric
                ? "no growth of more than " + Math.round(threshold) + " bytes"
                : threshold > 0 ? "no change for the worse of more than " + size : "no change for the worse";
    }

    private static String words(HeapFinding finding) {
        return FindingWords.of(finding);
    }
}
