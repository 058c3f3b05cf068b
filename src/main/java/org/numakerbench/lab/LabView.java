package org.numakerbench.lab;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a lab does now and did, for those that only look: the dashboard, the reports. Words in it may come from devices
 * and tools.
 */
public interface LabView {
    /** All boards that were ever offered, by bench and name. */
    List<BoardNow> boards() throws LabException;

    /** The newest nights, newest first. */
    List<NightNow> nights(int limit) throws LabException;

    /** What waits and what runs, in the order in which it will. */
    List<QueuedItem> queue(int limit) throws LabException;

    /** What happened to the lab itself (outages, full disks, quarantines), newest first. */
    List<Remark> remarks(int limit) throws LabException;

    /**
     * Tells when something of all this has changed.
     *
     * @param changed called, on any thread, after one or more changes; must not block
     * @return to be closed when nobody wants to know any more
     */
    Closeable watch(Runnable changed) throws IOException;

    /** What a board does. */
    enum BoardState {
        IDLE,
        RUNNING,
        /** Held up by something that is not the board's: a full disk, an unreachable cloud. */
        WAITING,
        /** Out of this night, after repeated bench faults. */
        QUARANTINED,
        /** Its agent has ended, or has not been heard of for too long. */
        GONE
    }

    /**
     * @param agent host and process that offers it
     * @param since when it came into this state
     * @param seen when its agent was last heard of
     * @param run name of the run directory while it runs
     * @param words why it waits or is out; empty otherwise
     */
    record BoardNow(
            String bench,
            String board,
            String target,
            String agent,
            BoardState state,
            Instant since,
            Instant seen,
            @Nullable String run,
            @Nullable String image,
            String words) {}

    /**
     * @param night its ID: UTC time and plan
     * @param plan name of the plan
     * @param ended null while it goes on
     * @param items runs asked for, retries not counted
     * @param words how many items ended with each word (PASS, FLAKY, DEVICE_FAIL, ..., NOT_RUN)
     */
    record NightNow(
            String night,
            String plan,
            Instant started,
            @Nullable Instant ended,
            int items,
            Map<String, Integer> words) {
        public NightNow {
            words = Map.copyOf(words);
        }

        /** Items that have ended. */
        public int done() {
            return words.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * @param place {@code bench/board}, or {@code any TARGET}
     * @param build the plan's name for the image
     * @param attempts begun so far
     * @param run name of the run directory while it runs
     */
    record QueuedItem(
            String item,
            String night,
            String place,
            String build,
            String image,
            int repeat,
            int attempts,
            boolean running,
            @Nullable String run) {}

    /** @param night null when none went on */
    record Remark(Instant at, @Nullable String night, String host, String words) {}
}
