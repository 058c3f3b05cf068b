package org.numakerbench.cli.kill;

import java.nio.file.Path;
import java.util.List;
import org.numakerbench.cli.BenchProcess;

/** A command that is killed and started again, and what must hold when it has come to its end at last. */
interface Victim {
    String name();

    /** The command line of the next start, that of a start that resumes a killed one too. */
    List<String> arguments() throws Exception;

    /** Where its logs grow. */
    Path out();

    /** Waits until {@code process} has done what it was started for, and ends it in good order. */
    default BenchProcess.Ended finish(BenchProcess process) throws Exception {
        return process.await(900);
    }

    /** Whether that exit code is one of a command that did its work. */
    default boolean isGood(int exitCode) {
        return exitCode == 0;
    }

    /** After a start that was not killed. */
    void check() throws Exception;
}
