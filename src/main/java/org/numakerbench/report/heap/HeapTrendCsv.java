package org.numakerbench.report.heap;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.text.SafeText;

/** Runs as comma-separated values (RFC 4180), one line each, in the order of their builds. */
public final class HeapTrendCsv {
    private static final String END = "\r\n";

    private HeapTrendCsv() {}

    /** With a header line. The finding stands beside the runs of its first bad build. */
    public static String write(List<HeapTrend> trends) {
        StringBuilder text =
                new StringBuilder("series,metric,image,sha256,build_id,commit,commit_number,mbed_os,toolchain,"
                        + "run,started,board,bytes,finding" + END);
        for (HeapTrend trend : trends) {
            Map<String, String> findings = new TreeMap<>();
            for (HeapFinding finding : trend.findings()) {
                findings.put(
                        finding.firstBad().sha256(),
                        finding.change().kind().name().toLowerCase(Locale.ROOT));
            }
            for (BuildPoint build : trend.builds()) {
                for (RunPoint run : build.runs()) {
                    line(text, trend, build, run, findings.get(build.sha256()));
                }
            }
        }
        return text.toString();
    }

    private static void line(
            StringBuilder text, HeapTrend trend, BuildPoint build, RunPoint run, @Nullable String finding) {
        @Nullable
        Object[] fields = {
            trend.series().name(),
            trend.metric().option(),
            build.image(),
            build.sha256(),
            build.buildId(),
            build.commit(),
            build.commitNumber(),
            build.mbedOs(),
            build.toolchain(),
            run.run(),
            run.started(),
            run.board(),
            BigDecimal.valueOf(run.bytes()).stripTrailingZeros().toPlainString(),
            finding
        };
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "" : ",").append(field(fields[i]));
        }
        text.append(END);
    }

    private static String field(@Nullable Object value) {
        // It may be shown on a terminal, and has a line for itself.
        String text = value == null ? "" : SafeText.line(value.toString());
        // A spreadsheet takes these for formulas; an apostrophe says that it is text.
        boolean formula = !(value instanceof Number) && !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == '"' || c == ',');
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
