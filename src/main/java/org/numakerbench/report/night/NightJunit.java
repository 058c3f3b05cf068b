package org.numakerbench.report.night;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.report.JunitSuite;
import org.numakerbench.report.JunitSuite.Result;
import org.numakerbench.report.run.JunitXml;

/**
 * A night as JUnit XML: one test case a run, of the same name every night. A failure is the device's, an error the bench's or
 * the cloud's; what was not run is skipped; what passed on retry passed, and says so in its output.
 */
public final class NightJunit {
    private NightJunit() {}

    /** The document as text. */
    public static String write(NightReport report) {
        NightRow night = report.night();
        JunitSuite suite = new JunitSuite(night.plan());
        Long ended = night.endedMs();
        Instant started = Instant.ofEpochMilli(night.startedMs());
        suite.at(started, Duration.ofMillis(ended == null ? 0 : Math.max(0, ended - night.startedMs())));
        for (NightCell cell : report.cells()) {
            for (NightCell.Result result : cell.results()) {
                suite.add(
                        night.plan() + "." + cell.place(),
                        name(cell, result),
                        took(result),
                        result(result),
                        retries(result),
                        said(result));
            }
        }
        return suite.write();
    }

    private static String name(NightCell cell, NightCell.Result result) {
        return cell.build() + " (" + cell.phases() + ")"
                + (cell.results().size() == 1 ? "" : " run " + result.item().repeat());
    }

    private static Duration took(NightCell.Result result) {
        long ms = 0;
        for (AttemptRow each : result.attempts()) {
            Long ended = each.endedMs();
            ms += ended == null ? 0 : Math.max(0, ended - each.startedMs());
        }
        return Duration.ofMillis(ms);
    }

    private static @Nullable Result result(NightCell.Result result) {
        ItemOutcome word = result.word();
        return switch (word) {
            case PASS, FLAKY -> null;
            case NOT_RUN -> new Result("skipped", word.name(), word + ": " + result.reason());
            case DEVICE_FAIL, MISMATCH, BENCH_FAULT, CLOUD_FAULT, INCONCLUSIVE ->
                JunitXml.result(word.countsAs(), code(result), result.reason());
        };
    }

    /** The attempts that did not pass, but for the one that the case itself tells of. */
    private static List<Result> retries(NightCell.Result result) {
        boolean passed = result.word() == ItemOutcome.PASS || result.word() == ItemOutcome.FLAKY;
        AttemptRow telling = passed ? null : result.telling();
        List<Result> retries = new ArrayList<>();
        for (AttemptRow each : result.attempts()) {
            if (each.outcome() == null || each.isPass() || each.equals(telling)) {
                continue;
            }
            Result its = JunitXml.result(each.outcome(), each.code(), String.valueOf(each.reason()));
            if (its != null) {
                String kind = its.element().equals("failure") ? "Failure" : "Error";
                retries.add(new Result((passed ? "flaky" : "rerun") + kind, its.type(), its.message()));
            }
        }
        return retries;
    }

    private static @Nullable String code(NightCell.Result result) {
        AttemptRow telling = result.telling();
        return telling == null ? null : telling.code();
    }

    /** All attempts, where there were several: a retry is never hidden. */
    private static List<String> said(NightCell.Result result) {
        List<String> lines = new ArrayList<>();
        if (result.word() == ItemOutcome.FLAKY) {
            lines.add("FLAKY: " + result.reason());
        }
        if (result.attempts().size() > 1) {
            for (AttemptRow each : result.attempts()) {
                lines.add("attempt " + each.number() + " on " + each.place() + ": " + each.outcome()
                        + (each.run() == null ? "" : " (" + each.run() + ")") + ": " + each.reason());
            }
        }
        return lines;
    }
}
