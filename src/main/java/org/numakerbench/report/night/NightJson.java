package org.numakerbench.report.night;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabView.Remark;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.Cause;
import org.numakerbench.lab.night.Earlier;
import org.numakerbench.lab.night.EarlierRun;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightReport.HeapChange;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.night.Since;
import org.numakerbench.model.Owner;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A night as JSON, as {@code schemas/night.schema.json} describes it. */
public final class NightJson {
    private static final JsonMapper MAPPER = JsonText.MAPPER;

    private NightJson() {}

    /**
     * One object.
     *
     * @param exitCode of the night
     */
    public static String write(NightReport report, int exitCode) {
        NightRow night = report.night();
        ObjectNode json = MAPPER.createObjectNode();
        json.put("schema", 1);
        json.put("night", night.night());
        json.put("plan", night.plan());
        json.put("host", night.host());
        json.put("started", time(night.startedMs()));
        json.put("ended", time(night.endedMs()));
        json.put("cancelled", time(night.cancelledMs()));
        json.put("before", report.before() == null ? null : report.before().night());
        json.put("exitCode", exitCode);
        json.put("verdict", Verdict.of(report));
        json.put("headline", report.headline());
        ObjectNode counts = json.putObject("counts");
        for (ItemOutcome word : ItemOutcome.values()) {
            counts.put(word.name(), report.counts().getOrDefault(word, 0L));
        }
        json.put("runs", report.runs());
        json.put("open", report.open());
        json.put("retries", report.retries());
        ArrayNode causes = json.putArray("causes");
        report.causes().forEach(it -> cause(causes.addObject(), new CauseWords(report, it)));
        strings(json, "heapRegressions", report.heapRegressions());
        strings(json, "heapSuspects", report.heapSuspects());
        ArrayNode heap = json.putArray("heapChanges");
        report.heapChanges().forEach(it -> heap(heap.addObject(), it));
        ArrayNode remarks = json.putArray("remarks");
        for (Remark each : report.remarks()) {
            remarks.addObject()
                    .put("at", each.at().toString())
                    .put("host", each.host())
                    .put("words", each.words());
        }
        ArrayNode cells = json.putArray("cells");
        report.cells().forEach(it -> cell(cells.addObject(), report, it));
        return MAPPER.writeValueAsString(json);
    }

    private static void strings(ObjectNode json, String name, List<String> lines) {
        ArrayNode array = json.putArray(name);
        lines.forEach(array::add);
    }

    private static @Nullable String time(@Nullable Long ms) {
        return ms == null ? null : Instant.ofEpochMilli(ms).toString();
    }

    private static void cause(ObjectNode json, CauseWords words) {
        Cause cause = words.cause();
        json.put("owner", owner(cause.owner()));
        json.put("word", cause.word().name());
        json.put("where", cause.where());
        json.put("code", cause.code());
        json.put("new", words.isNew());
        json.put("runs", cause.hits().size());
        strings(json, "boards", cause.boards());
        strings(json, "builds", cause.builds());
        strings(json, "since", words.since());
        json.put("reason", cause.reason());
        strings(json, "otherReasons", cause.otherReasons());
    }

    private static @Nullable String owner(Owner owner) {
        return owner == Owner.NOBODY ? null : owner.word();
    }

    private static void heap(ObjectNode json, HeapChange change) {
        json.put("place", change.cell().place());
        json.put("build", change.cell().build());
        json.put("phases", change.cell().phases());
        json.put("beforeBytes", change.beforeBytes());
        json.put("nowBytes", change.nowBytes());
        json.put("sameBuild", change.isSameBuild());
    }

    private static void cell(ObjectNode json, NightReport report, NightCell cell) {
        json.put("place", cell.place());
        json.put("build", cell.build());
        json.put("phases", cell.phases());
        json.put("image", cell.image());
        json.put("sha256", cell.sha256());
        json.put("buildId", cell.buildId());
        json.put("word", cell.word().name());
        json.put("owner", owner(cell.worst().owner()));
        json.put("news", report.news(cell).name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Earlier earlier = report.earlier().get(cell.key());
        if (earlier == null) {
            json.putNull("before");
        } else {
            json.putObject("before")
                    .put("night", earlier.night())
                    .put("word", earlier.word().name())
                    .put("owner", owner(earlier.owner()))
                    .put("where", earlier.where());
        }
        if (cell.word().isFailure()) {
            Since since = report.since(cell);
            ObjectNode its = json.putObject("since");
            its.put("sentence", since.sentence());
            run(its, "lastPass", since.lastPass());
            run(its, "firstFailure", since.firstFailure());
        } else {
            json.putNull("since");
        }
        json.put("heapBytes", cell.heapBytes());
        ArrayNode runs = json.putArray("runs");
        cell.results().forEach(it -> result(runs.addObject(), it));
    }

    private static void run(ObjectNode json, String name, @Nullable EarlierRun run) {
        if (run == null) {
            json.putNull(name);
            return;
        }
        json.putObject(name)
                .put("night", run.night())
                .put("image", run.image())
                .put("sha256", run.sha256())
                .put("build", run.build())
                .put("run", run.run())
                .put("started", time(run.startedMs()));
    }

    private static void result(ObjectNode json, NightCell.Result result) {
        json.put("item", result.item().item());
        json.put("repeat", result.item().repeat());
        json.put("word", result.isOpen() ? null : result.word().name());
        json.put("reason", result.isOpen() ? null : result.reason());
        ArrayNode attempts = json.putArray("attempts");
        for (AttemptRow each : result.attempts()) {
            attempts.addObject()
                    .put("number", each.number())
                    .put("bench", each.bench())
                    .put("board", each.board())
                    .put("run", each.run())
                    .put("started", Objects.requireNonNull(time(each.startedMs())))
                    .put("ended", time(each.endedMs()))
                    .put(
                            "outcome",
                            each.outcome() == null ? null : each.outcome().name())
                    .put("owner", each.owner() == null ? null : each.owner().word())
                    .put("stage", each.stage() == null ? null : each.stage().word())
                    .put("code", each.code())
                    .put("step", each.step())
                    .put("reason", each.reason())
                    .put("maxBytes", each.maxBytes());
        }
    }
}
