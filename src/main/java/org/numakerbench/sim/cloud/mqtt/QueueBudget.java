package org.numakerbench.sim.cloud.mqtt;

/**
 * How many bytes may wait for readers: in one queue, and in all of them together. A reader that never reads must not cost
 * the others their memory.
 */
final class QueueBudget {
    // What a device on a slow line may be behind: 64 of the largest messages.
    private static final long EACH_BYTES = 64L * Limits.PAYLOAD_BYTES;
    private static final int SHARE_OF_HEAP = 4;

    private final long eachBytes;
    private final long totalBytes;
    private long used;

    QueueBudget(long eachBytes, long totalBytes) {
        this.eachBytes = eachBytes;
        this.totalBytes = totalBytes;
    }

    /** A quarter of the heap for all, at most. */
    static QueueBudget ofThisProcess() {
        return new QueueBudget(EACH_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Takes bytes for a queue that holds some already; false, and nothing taken, when there are none left. */
    boolean take(long held, int bytes) {
        if (held + bytes > eachBytes || used + bytes > totalBytes) {
            return false;
        }
        used += bytes;
        return true;
    }

    /** Gives back what was taken. */
    void give(long bytes) {
        used -= bytes;
    }

    long used() {
        return used;
    }
}
