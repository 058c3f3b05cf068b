package org.numakerbench.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Samples;

/** Twelve builds of five runs: a connect time that changes at build 7, and a signal strength that is only noisy. */
public final class MeasuredRows {
    private static final int BUILDS = 12;
    private static final int RUNS = 5;
    public static final int SLOWER = 7;

    private MeasuredRows() {}

    /** @param step of the connect time at build 7, ms */
    public static List<RunRow> of(Direction direction, double step) {
        Random random = new Random(18);
        List<RunRow> rows = new ArrayList<>();
        for (int build = 0; build < BUILDS; build++) {
            for (int run = 0; run < RUNS; run++) {
                rows.add(measured(
                        Rows.run(build, run, 50_000, 1351),
                        new Measurement(
                                "time.mqtt-connect",
                                "ms",
                                direction,
                                1,
                                10,
                                "mqtt.connect",
                                Limits.NONE,
                                Samples.of(400 + 25 * random.nextGaussian() + (build < SLOWER ? 0 : step))),
                        new Measurement(
                                "rssi",
                                "dBm",
                                Direction.LARGER,
                                1,
                                1,
                                null,
                                new Limits(-80.0, null),
                                Samples.of(List.of(
                                        Math.rint(-62 + 3 * random.nextGaussian()),
                                        Math.rint(-62 + 3 * random.nextGaussian()))))));
            }
        }
        return rows;
    }

    /** The same run without heap figures, and with these measurements: what says nothing of the heap may measure all the same. */
    public static RunRow measured(RunRow row, Measurement... measurements) {
        return new RunRow(
                row.run(),
                row.bench(),
                row.board(),
                row.started(),
                row.outcome(),
                false,
                row.series(),
                row.image(),
                null,
                null,
                null,
                List.of(),
                List.of(measurements));
    }
}
