package org.numakerbench.board;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs that are not installed are passed over, unless the project's own check says that all are there. */
public final class Needs {
    private Needs() {}

    public static void program(String name) {
        boolean installed = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
        that(installed, name + " is not installed");
    }

    /** Fails where the project's own check runs, else skips. */
    public static void that(boolean there, String otherwise) {
        if (!there && System.getenv("BENCH_ALL_TOOLS") != null) {
            throw new AssertionError(otherwise);
        }
        assumeTrue(there, otherwise);
    }
}
