package org.numakerbench.run;

import java.nio.file.Path;

/** @param directory the complete run directory */
public record RunResult(RunRecord record, Path directory) {}
