package org.numakerbench.history;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.change.Change;

/**
 * A change in a series, in words of builds.
 *
 * @param lastGood the build before it
 * @param firstBad the first build that has it
 * @param last the last build that has it
 * @param differences what else differs between the two images: macros, versions, modules that grew
 * @param accepted who accepted it, and why; null while nobody did
 */
public record HeapFinding(
        Measure metric,
        Change change,
        BuildPoint lastGood,
        BuildPoint firstBad,
        BuildPoint last,
        List<String> differences,
        @Nullable Acceptance accepted) {
    public HeapFinding {
        differences = List.copyOf(differences);
    }

    /** It is worse than before: more memory is used, say. */
    public boolean isGrowth() {
        return worse() > 0;
    }

    /** How much worse it is, in the unit; negative when it is better. */
    public double worse() {
        return metric.direction().worsening(change.bytes());
    }

    /** Memory that is not given back grew: at the end of a run, or with each loop. */
    public boolean isLeak() {
        return isGrowth() && metric.tellsLeaks();
    }
}
