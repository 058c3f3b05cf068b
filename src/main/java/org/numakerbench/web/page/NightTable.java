package org.numakerbench.web.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.report.SafeText;

/** A night as a plain table of its cells. */
public record NightTable(String plan, Moment started, long runs, long retries, List<Row> rows) {
    public NightTable {
        rows = List.copyOf(rows);
    }

    /** @param run page of the run that tells; null without */
    public record Row(
            String place,
            String build,
            String word,
            String css,
            String reason,
            @Nullable String run) {}

    public static NightTable of(NightReport report) {
        List<Row> rows = new ArrayList<>();
        for (NightCell cell : report.cells()) {
            AttemptRow attempt = cell.worst().telling();
            rows.add(new Row(
                    SafeText.line(cell.place()),
                    SafeText.line(cell.build()),
                    cell.word().name().replace('_', ' '),
                    cell.word().css(),
                    Brief.of(cell.worst().reason()),
                    attempt == null || attempt.run() == null ? null : Links.run(attempt.bench(), attempt.run())));
        }
        return new NightTable(
                SafeText.line(report.night().plan()),
                Moment.of(Instant.ofEpochMilli(report.night().startedMs())),
                report.runs(),
                report.retries(),
                rows);
    }
}
