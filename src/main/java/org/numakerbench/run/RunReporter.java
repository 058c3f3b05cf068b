package org.numakerbench.run;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the reports of a finished run into its directory. */
@FunctionalInterface
public interface RunReporter {
    /** @throws IOException when a report cannot be written; the log is complete all the same */
    void write(Path directory, RunRecord record) throws IOException;
}
