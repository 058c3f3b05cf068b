package org.numakerbench.lab.night;

import org.jspecify.annotations.Nullable;

/**
 * Since when and since which build a cell does not pass.
 *
 * @param lastPass in an earlier night; null when it never passed
 * @param firstFailure after that pass, for which the same has to answer as in this night; null when this night's is the first
 */
public record Since(
        NightCell cell,
        @Nullable EarlierRun lastPass,
        @Nullable EarlierRun firstFailure) {
    /** One sentence. */
    public String sentence() {
        return sentenceOfNights() + inThisNight();
    }

    private String sentenceOfNights() {
        if (lastPass == null && firstFailure == null) {
            return "never run before in this plan, build " + cell.buildId();
        }
        if (lastPass != null && lastPass.sha256().equals(cell.sha256())) {
            String since = firstFailure == null ? "since this night" : "since " + firstFailure.day();
            return since + "; the same build " + cell.buildId() + " passed on " + lastPass.day()
                    + ": the build is not what changed";
        }
        return since()
                + (lastPass == null
                        ? "; never passed in this plan"
                        : "; passed last with build " + lastPass.build() + " on " + lastPass.day());
    }

    private String since() {
        if (firstFailure == null) {
            return "since this night, build " + cell.buildId();
        }
        return "since " + firstFailure.day() + ", build " + firstFailure.build()
                + (firstFailure.sha256().equals(cell.sha256()) ? "" : " (this night's is " + cell.buildId() + ")");
    }

    /** A failure that comes and goes is another thing than one that stays. */
    private String inThisNight() {
        int passed = cell.passed();
        return passed == 0 || cell.results().size() == 1
                ? ""
                : "; " + passed + " of " + cell.results().size() + " runs of this night passed";
    }
}
