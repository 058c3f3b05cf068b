package org.numakerbench.history.change;

/**
 * What counts as a change. The defaults are set by the alarm rates that scripts/heap-detector measures, not by p: at most
 * one alarm in a thousand builds of unchanged firmware, whatever its noise.
 *
 * @param sideBuilds builds that a step needs on each side ...
 * @param sideRuns ... or as many runs, where builds are run several times
 * @param floorBytes smaller changes are none; a constant series makes every byte significant
 * @param scaleFloorBytes noise is never taken for smaller: the heap's own grain, a block header
 * @param stepChance greatest p of the t test of a step
 * @param orderChance greatest probability that so many runs in a row are outliers by chance
 * @param clearOrderChance an order that is so improbable needs no t test: figures that take two ways, of which the longer
 *     one hides the step from it
 * @param suspectChance the same for a suspect's t test
 * @param suspectOrderChance the same for a suspect's order
 * @param driftBuilds builds that a drift needs
 * @param driftChance greatest p of the trend test of a drift
 * @param sharedNoise true where runs of one build share more than that build has: its night, its endpoint
 */
public record Rules(
        int sideBuilds,
        int sideRuns,
        double floorBytes,
        double scaleFloorBytes,
        double stepChance,
        double orderChance,
        double clearOrderChance,
        double suspectChance,
        double suspectOrderChance,
        int driftBuilds,
        double driftChance,
        boolean sharedNoise) {
    public static final Rules DEFAULT = new Rules(3, 5, 8, 4, 1e-4, 2e-4, 1e-7, 1e-2, 0.02, 12, 1e-6, false);

    /** Of a step of a measurement: with it one of three standard deviations is answered at the fifth build (OtherScalesTest). */
    private static final double MEASURED_STEP_CHANCE = 3e-4;

    /** Figures that are all the same have no noise at all; a measure of it is divided by. */
    private static final double LEAST_SCALE = 1e-9;

    /**
     * The same for figures of another scale: their noise is read off the series itself, and only what nothing can tell apart is
     * set. A heap's outliers come one by one; what times and signals have in common comes night by night.
     *
     * @param floor smaller changes are none
     * @param resolution of one figure; noise is never taken for less than half of it
     */
    public Rules of(double floor, double resolution) {
        return new Rules(
                sideBuilds,
                sideRuns,
                Math.max(floor, resolution),
                Math.max(resolution / 2, LEAST_SCALE),
                MEASURED_STEP_CHANCE,
                orderChance,
                clearOrderChance,
                suspectChance,
                suspectOrderChance,
                driftBuilds,
                driftChance,
                true);
    }

    /** The same for a series whose figures come in such grains: whole decibels, say. */
    public Rules inGrains(double grain) {
        return 2 * scaleFloorBytes >= grain ? this : of(Math.max(floorBytes, grain), grain);
    }
}
