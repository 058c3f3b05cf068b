package org.numakerbench.sim.board.image;

/**
 * What the firmware reports about its heap.
 *
 * @param currentBytes at the end of the run
 * @param maxBytes peak
 */
public record HeapModel(long currentBytes, long maxBytes) {
    /** The figures of the firmware's own README, Mbed OS 5.7.1. */
    public static final HeapModel README = new HeapModel(1351, 63022);
}
