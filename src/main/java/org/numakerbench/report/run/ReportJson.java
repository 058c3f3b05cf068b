package org.numakerbench.report.run;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.ImageFacts;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.run.RunRecord;
import org.numakerbench.text.JsonText;

/** {@code report.json}; its JSON Schema is {@code src/main/resources/schemas/report.schema.json}. */
record ReportJson(
        int schema,
        String run,
        String bench,
        String board,
        String target,
        @JsonIncludeProperties({"id", "sha256", "mbedOs"}) ImageFacts image,
        Outcome outcome,
        @Nullable Stage stage,
        @Nullable Owner owner,
        @Nullable String code,
        String reason,
        Instant started,
        Instant ended,
        List<Finding> findings,
        Judgement.Heap heap,
        Judgement.Timings timings,
        List<Measurement> measurements,
        Judgement.@Nullable Wire wire,
        List<String> notes) {
    private static final int SCHEMA = 1;

    /** The report as text, ending in a line end. */
    static String write(RunRecord record) {
        RunContext context = record.context();
        Judgement judgement = ShortTexts.of(record.judgement());
        ReportJson json = new ReportJson(
                SCHEMA,
                context.run(),
                context.bench(),
                context.board(),
                context.target(),
                context.image(),
                judgement.outcome(),
                judgement.stage(),
                judgement.owner(),
                judgement.failure() == null ? null : judgement.failure().code().word(),
                judgement.reason(),
                record.started(),
                record.ended(),
                judgement.findings(),
                judgement.heap(),
                judgement.timings(),
                judgement.measurements(),
                judgement.wire(),
                judgement.notes());
        return JsonText.indented(json) + "\n";
    }
}
