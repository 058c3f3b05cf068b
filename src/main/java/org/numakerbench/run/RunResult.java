package org.numakerbench.run;

import java.nio.file.Path;

/**
 * @param directory the complete run directory
 * @param endedNanos {@link System#nanoTime()} when the last entry was judged, before the reports
 */
public record RunResult(RunRecord record, Path directory, long endedNanos) {}
