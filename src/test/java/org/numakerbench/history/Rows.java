package org.numakerbench.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.numakerbench.evidence.RunContext.ModuleFacts;
import org.numakerbench.history.RunRow.ImageRow;

/** Rows for tests, as runs of one series leave them. */
public final class Rows {
    public static final SeriesKey SERIES =
            new SeriesKey("NUMAKER_PFM_M487", "ethernet", "GCC_ARM", "mqtt+https", "17.14.17.14");
    private static final Instant START = Instant.parse("2026-01-01T22:00:00Z");

    private Rows() {}

    /** Series of other firmware on the same target, by number. */
    public static SeriesKey series(int number) {
        return new SeriesKey("NUMAKER_PFM_M487", "ethernet", "GCC_ARM", "mqtt+https", "1." + number);
    }

    public static ImageRow image(int build) {
        return new ImageRow(
                "nightly-" + build,
                String.format("%064x", build),
                "b" + build,
                String.format("%040x", 0xabc0000 + build),
                (long) build,
                "5.7.1",
                "GCC_ARM 12.2.1",
                Map.of("TLS_CONTENT_BYTES", build < 12 ? "4096" : "16384"),
                42_000L + build,
                300_000L,
                163_840,
                Map.of("mbedtls", new ModuleFacts(100L + build, 1000), "lwip", new ModuleFacts(200, 2000)));
    }

    public static RunRow run(int build, int run, long max, long current) {
        return run(SERIES, image(build), build * 100 + run, max, current);
    }

    public static RunRow run(SeriesKey series, ImageRow image, int number, long max, long current) {
        return new RunRow(
                "20260101T220000.000Z-m487-" + number,
                "lab",
                "m487",
                START.plusSeconds(60L * number),
                "PASS",
                true,
                series,
                image,
                current,
                max,
                null,
                List.of(),
                List.of());
    }

    /** {@code builds} builds, {@code runs} runs each; from build 12 on the peak is 4,096 bytes higher. */
    public static List<RunRow> nights(int builds, int runs) {
        List<RunRow> rows = new ArrayList<>();
        for (int build = 0; build < builds; build++) {
            for (int run = 0; run < runs; run++) {
                rows.add(run(build, run, build < 12 ? 50_000 : 54_096, 1351));
            }
        }
        return rows;
    }
}
