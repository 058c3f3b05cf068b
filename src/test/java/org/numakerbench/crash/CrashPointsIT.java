package org.numakerbench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.LocalCloud;

/** A sample of what {@code scripts/crash-points} tries in full. */
class CrashPointsIT {
    @TempDir
    private Path scratch;

    private Path shared;
    private LocalCloud cloud;

    @BeforeEach
    void start() throws IOException {
        shared = Files.createDirectory(scratch.resolve("shared"));
        cloud = Commands.cloud(shared);
    }

    @AfterEach
    void end() throws IOException {
        cloud.close();
    }

    @TestFactory
    List<DynamicTest> nothingIsLostWhateverMomentAFaultChooses() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Scenario scenario : Commands.all(shared, cloud)) {
            tests.add(DynamicTest.dynamicTest(scenario.name(), () -> {
                CrashPoints points = new CrashPoints(scenario, scratch.resolve(scenario.name()));
                int step = Math.max(1, points.operations() / scenario.sample());
                Fault.Kind[] kinds = Fault.Kind.values();
                for (Fault.Kind kind : kinds) {
                    points.tryAll(kind, step, (2L * kind.ordinal() + 1) * step / (2 * kinds.length));
                }
                assertThat(points.failures()).isEmpty();
                assertThat(points.points()).isPositive();
            }));
        }
        return tests;
    }
}
