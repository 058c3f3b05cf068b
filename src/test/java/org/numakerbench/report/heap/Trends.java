package org.numakerbench.report.heap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.Metric;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.change.Change;
import org.numakerbench.history.change.Change.Kind;

/** Trends to draw. */
final class Trends {
    static final String HOSTILE = "</script><img src=x onerror=alert(1)><!-- \u2028 \" ' & \u001b[31m =1+1";
    private static final SeriesKey SERIES =
            new SeriesKey("NUMAKER_PFM_M487", "ethernet", "GCC_ARM", "mqtt+https", "17.14.17.14");
    private static final Instant START = Instant.parse("2026-01-01T22:00:00Z");

    private Trends() {}

    static BuildPoint build(int number, String image, int runs, double bytes) {
        List<RunPoint> points = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            points.add(new RunPoint(
                    "run-" + number + "-" + run,
                    START.plusSeconds(86_400L * number + 60L * run),
                    "m487",
                    bytes + 8 * (run % 3 - 1)));
        }
        return new BuildPoint(
                image,
                String.format("%064x", number),
                "b" + number,
                String.format("%040x", 0xabcdef00L + number),
                (long) number,
                "5.7.1",
                "GCC_ARM 12.2.1",
                START.plusSeconds(86_400L * number),
                points);
    }

    /** A step up that nobody accepted, one that somebody did, a step down, and a suspect at the end. */
    static HeapTrend eventful(String lastImage) {
        List<BuildPoint> builds = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            double bytes = 46_638
                    + (i >= 15 ? 4_096 : 0)
                    + (i >= 30 ? 2_048 : 0)
                    - (i >= 45 ? 1_024 : 0)
                    + (i == 59 ? 640 : 0);
            builds.add(build(i, i == 59 ? lastImage : "nightly-" + i, 3, bytes));
        }
        return new HeapTrend(
                SERIES,
                Metric.MAX,
                builds,
                true,
                List.of(
                        finding(builds, Kind.STEP, 15, 29, 4096, null, "MBEDTLS_SSL_MAX_CONTENT_LEN: 4096 -> 6144"),
                        finding(
                                builds,
                                Kind.STEP,
                                30,
                                44,
                                2048,
                                new Acceptance(SERIES, Metric.MAX, "00", 2048, "second socket, agreed", "ann", START),
                                "static RAM of lwip: +1,536 bytes"),
                        finding(builds, Kind.STEP, 45, 58, -1024, null, "toolchain: GCC_ARM 10 -> GCC_ARM 12"),
                        finding(builds, Kind.SUSPECT, 59, 59, 640, null, "Mbed OS: 5.7.1 -> " + lastImage)),
                121_000L);
    }

    private static HeapFinding finding(
            List<BuildPoint> builds, Kind kind, int at, int last, double bytes, Acceptance accepted, String why) {
        return new HeapFinding(
                Metric.MAX,
                new Change(kind, at - 1, at, last, bytes, bytes - 8, bytes + 8, 1e-5),
                builds.get(at - 1),
                builds.get(at),
                builds.get(last),
                List.of(why),
                accepted);
    }

    static HeapTrend flat(int count, int runs) {
        List<BuildPoint> builds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            builds.add(build(i, "nightly-" + i, runs, 50_000));
        }
        return new HeapTrend(SERIES, Metric.CURRENT, builds, false, List.of(), null);
    }
}
