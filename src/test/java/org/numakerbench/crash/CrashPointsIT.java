package org.numakerbench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A sample of what {@code scripts/crash-points} tries in full. */
class CrashPointsIT {
    /** Each kind of fault at so many operations of a command, spread over it. */
    private static final int POINTS = 8;

    @TempDir
    private Path scratch;

    @TestFactory
    List<DynamicTest> nothingIsLostWhateverMomentAFaultChooses() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Scenario scenario : Commands.all(Files.createDirectory(scratch.resolve("shared")))) {
            tests.add(DynamicTest.dynamicTest(scenario.name(), () -> {
                CrashPoints points = new CrashPoints(scenario, scratch.resolve(scenario.name()));
                int step = Math.max(1, points.operations() / POINTS);
                for (Fault.Kind kind : Fault.Kind.values()) {
                    points.tryAll(kind, step, kind.ordinal());
                }
                assertThat(points.failures()).isEmpty();
                assertThat(points.points()).isPositive();
            }));
        }
        return tests;
    }
}
