package org.numakerbench.crosscheck;

/**
 * How far a device has come, for the bench that waits for it.
 *
 * @param bytes bytes received since the reset
 * @param booted a boot banner was seen
 * @param joining it joins its network, which takes its own time
 * @param testsDone the device said its last word on the tests; firmware from Mbed OS 5.14.2 on now waits for host commands
 * @param finished nothing more is expected: heap figures are complete, or the device gave up or crashed
 * @param looped it tests in a loop, and has begun one more than is judged; it never falls silent
 */
public record Progress(
        long bytes, boolean booted, boolean joining, boolean testsDone, boolean finished, boolean looped) {}
