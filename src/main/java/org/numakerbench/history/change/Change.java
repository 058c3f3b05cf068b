package org.numakerbench.history.change;

/**
 * One answer.
 *
 * @param lastGood index of the last build before it; of a drift, of the last build before the figure began to move
 * @param firstBad index of the first build that has it
 * @param last index of the last build of the new level, or of the drift
 * @param bytes size: new level less old; of a drift, the rise from its first build to its last
 * @param lowBytes lower end of the size's confidence interval (95 %)
 * @param highBytes upper end
 * @param falseAlarm how often noise alone would look like this, at most: a probability
 */
public record Change(
        Kind kind,
        int lastGood,
        int firstBad,
        int last,
        double bytes,
        double lowBytes,
        double highBytes,
        double falseAlarm) {
    /** What kind of change it is. */
    public enum Kind {
        /** The level moved between two builds and stayed; enough builds, or enough runs, on both sides say so. */
        STEP,
        /** The newest builds are off, and too few to tell: run them again. */
        SUSPECT,
        /** The level moves a little with each build. */
        DRIFT
    }
}
