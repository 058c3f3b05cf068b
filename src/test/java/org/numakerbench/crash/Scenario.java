package org.numakerbench.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A command whose process dies, or finds its disk failing, and is started again. */
interface Scenario {
    String name();

    /** Makes what is there before, below a real and empty directory. */
    void prepare(Path root) throws IOException;

    /**
     * One life of the process, from the command line to its end.
     *
     * @param life 1, 2 ...: what differs between two starts
     * @return the exit code
     */
    int live(FaultyDisk disk, int life) throws Exception;

    /** At how many of its operations each kind of fault is tried where not all are. */
    default int sample() {
        return 8;
    }

    /** True when the next start ended as it should. */
    default boolean isUsable(int exitCode, int healthy) {
        return exitCode == healthy;
    }

    /** What is wrong after a start that nothing disturbed, each with its kind; empty is good. */
    List<Wrong> check(Path root, Promises promises) throws IOException;

    /** What the first process said that it had kept. */
    record Promises(List<SyncedLog> logs) {}

    /** Whole lines of the log of a run that the disk had. */
    record SyncedLog(String run, List<String> lines) {}

    /** One thing that must not be. */
    record Wrong(Kind kind, String words) {
        enum Kind {
            UNUSABLE,
            LOST,
            HALF_REPORT,
            WRONG_ROW,
            LEFTOVER
        }
    }
}
