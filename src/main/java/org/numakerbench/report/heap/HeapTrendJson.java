package org.numakerbench.report.heap;

import java.util.List;
import java.util.Locale;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Series with their builds, runs and findings, as {@code schemas/heap-trend.schema.json} describes. */
public final class HeapTrendJson {
    private static final JsonMapper MAPPER = JsonText.MAPPER;

    private HeapTrendJson() {}

    /** One object. */
    public static String write(List<HeapTrend> trends) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("schema", 1);
        json.putArray("trends");
        for (HeapTrend trend : trends) {
            trend(json.withArray("trends").addObject(), trend);
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static void trend(ObjectNode json, HeapTrend trend) {
        SeriesKey series = trend.series();
        json.putObject("series")
                .put("name", series.name())
                .put("target", series.target())
                .put("network", series.network())
                .put("toolchain", series.toolchain())
                .put("phases", series.phases())
                .put("identityClass", series.identityClass());
        json.put("metric", trend.metric().option());
        json.put("orderedByCommit", trend.orderedByCommit());
        json.put("limitBytes", trend.limitBytes());
        json.putArray("builds");
        for (BuildPoint build : trend.builds()) {
            ObjectNode node = json.withArray("builds").addObject();
            node.put("image", build.image());
            node.put("sha256", build.sha256());
            node.put("buildId", build.buildId());
            node.put("commit", build.commit());
            node.put("commitNumber", build.commitNumber());
            node.put("mbedOs", build.mbedOs());
            node.put("toolchain", build.toolchain());
            node.putArray("runs");
            for (RunPoint run : build.runs()) {
                node.withArray("runs")
                        .addObject()
                        .put("run", run.run())
                        .put("started", run.started().toString())
                        .put("board", run.board())
                        .put("bytes", run.bytes());
            }
        }
        json.putArray("findings");
        for (HeapFinding finding : trend.findings()) {
            finding(json.withArray("findings").addObject(), finding);
        }
    }

    private static void finding(ObjectNode json, HeapFinding finding) {
        json.put("kind", finding.change().kind().name().toLowerCase(Locale.ROOT));
        json.put("bytes", finding.change().bytes());
        json.put("lowBytes", finding.change().lowBytes());
        json.put("highBytes", finding.change().highBytes());
        json.put("falseAlarm", finding.change().falseAlarm());
        json.put("lastGood", finding.lastGood().image());
        json.put("firstBad", finding.firstBad().image());
        json.put("last", finding.last().image());
        json.put("leak", finding.isLeak());
        json.putArray("differences");
        finding.differences().forEach(json.withArray("differences")::add);
        Acceptance accepted = finding.accepted();
        if (accepted == null) {
            json.putNull("accepted");
        } else {
            json.putObject("accepted")
                    .put("bytes", accepted.bytes())
                    .put("reason", accepted.reason())
                    .put("who", accepted.who())
                    .put("at", accepted.at().toString());
        }
    }
}
