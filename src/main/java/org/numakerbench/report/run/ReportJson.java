package org.numakerbench.report.run;

import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.run.RunRecord;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code report.json}; its JSON Schema is {@code src/main/resources/schemas/report.schema.json}. */
public final class ReportJson {
    private static final int SCHEMA = 1;

    private ReportJson() {}

    /** The report as text, ending in a line end. */
    public static String write(RunRecord record) {
        RunContext context = record.context();
        Judgement judgement = ShortTexts.of(record.judgement());
        ObjectNode json = JsonText.MAPPER.createObjectNode();
        json.put("schema", SCHEMA);
        json.put("run", context.run());
        json.put("bench", context.bench());
        json.put("board", context.board());
        json.put("target", context.target());
        ObjectNode image = json.putObject("image");
        image.put("id", context.image().id());
        image.put("sha256", context.image().sha256());
        image.put("mbedOs", context.image().mbedOs());
        json.put("outcome", judgement.outcome().name());
        json.put("stage", judgement.stage() == null ? null : judgement.stage().word());
        json.put("owner", judgement.owner() == null ? null : judgement.owner().word());
        json.put(
                "code",
                judgement.failure() == null ? null : judgement.failure().code().word());
        json.put("reason", judgement.reason());
        json.put("started", record.started().toString());
        json.put("ended", record.ended().toString());
        ArrayNode findings = json.putArray("findings");
        judgement.findings().forEach(finding -> finding(findings.addObject(), finding));
        heap(json.putObject("heap"), judgement.heap());
        Judgement.Timings timings = judgement.timings();
        ObjectNode times = json.putObject("timings");
        number(times, "flashMs", timings.flashMs());
        number(times, "resetToFirstByteMs", timings.resetToFirstByteMs());
        number(times, "uartMs", timings.uartMs());
        number(times, "lastByteToReportMs", timings.lastByteToReportMs());
        ArrayNode notes = json.putArray("notes");
        judgement.notes().forEach(notes::add);
        return JsonText.indented(json) + "\n";
    }

    private static void finding(ObjectNode json, Finding finding) {
        json.put("step", finding.step());
        json.put("claim", finding.claim());
        json.put("verdict", finding.verdict().name());
        json.put("reason", finding.reason());
        ArrayNode evidence = json.putArray("evidence");
        finding.evidence().forEach(seq -> evidence.add(seq.longValue()));
        json.put("line", finding.line());
    }

    private static void heap(ObjectNode json, Judgement.Heap heap) {
        number(json, "currentBytes", heap.currentBytes());
        number(json, "maxBytes", heap.maxBytes());
        number(json, "staticBytes", heap.staticBytes());
        number(json, "totalBytes", heap.totalBytes());
        json.put("ramBytes", heap.ramBytes());
    }

    private static void number(ObjectNode json, String name, @Nullable Long value) {
        json.put(name, value);
    }
}
