package org.numakerbench.report.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.lab.night.ANight.benchFault;
import static org.numakerbench.lab.night.ANight.deviceFail;
import static org.numakerbench.lab.night.ANight.pass;

import java.io.StringReader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.Metric;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.change.Change;
import org.numakerbench.lab.night.ANight;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.report.Unseen;
import org.numakerbench.report.heap.HeapTrendCsv;
import org.numakerbench.report.heap.HeapTrendJson;
import org.numakerbench.report.heap.HeapTrendPage;
import org.numakerbench.report.heap.HeapTrendSvg;
import org.numakerbench.report.heap.HeapTrendTerminal;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

/** Names of images and boards, notes and reasons, as somebody who means harm would choose them, in what is told of many runs. */
class HostileNamesTest {
    private static final Instant START = Instant.parse("2026-01-01T22:00:00Z");
    private static final int BUILDS = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J\u001b]0;title\u0007\u009b31m",
                "a\u0000b\u007f\u0085",
                "\u202egnp.exe \u2066x\u2069 \u200b\ufeff",
                "\u2028\u2029\ufffe\u3164\udb40\udc41",
                "</script><script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)> ' onclick='x",
                "]]><!-- --><![CDATA[ &amp; &lt;b>",
                "line\nbreak\r\nof,a;\"name\"\t",
                "=HYPERLINK(\"x\")",
                "+1+1",
                "-1+1",
                "@SUM(1)",
                "\t=1",
                "\n=1",
                "\r=1",
                "\u200b=1",
                "<!channel> <http://x|y> & @|red x|@ %s"
            })
    void noOutputTakesThemForMoreThanText(String text) throws Exception {
        HeapTrend trend = trend(text);
        NightReport night = night(text);
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("heap.html", HeapTrendPage.write("Memory across builds", List.of(trend)));
        outputs.put("heap.svg", HeapTrendSvg.write(trend));
        outputs.put("heap.json", HeapTrendJson.write(List.of(trend)));
        outputs.put("heap.csv", HeapTrendCsv.write(List.of(trend)).replace("\r\n", "\n"));
        outputs.put("heap on a terminal", HeapTrendTerminal.write(trend, 100, false));
        outputs.put("night.html", NightPage.write(night, run -> run.run() + "/report.html", 1));
        outputs.put("night.json, as it is posted", NightJson.write(night, 1));
        outputs.put("night.xml", NightJunit.write(night));
        outputs.put("night on a terminal", NightText.write(night, false));
        outputs.put("night in a chat", SlackText.of(night));

        outputs.forEach((name, output) -> assertThat(Unseen.in(output)).as(name).isEmpty());
        for (String name : List.of("heap.html", "heap.svg", "night.html", "night.xml")) {
            assertThat(outputs.get(name)).as(name).doesNotContain("<script>alert", "<img", "<!--");
        }
        for (String name : List.of("heap.svg", "night.xml")) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(outputs.get(name))));
        }
        assertThat(outputs.get("heap.csv").lines())
                .as("one line per run")
                .hasSize(1 + BUILDS)
                .allSatisfy(it -> assertThat(it).doesNotContainPattern("(^|,)\"?[=+@\t\r-]"));
        assertThat(outputs.get("night in a chat")).doesNotContain("<").hasLineCount(4);
        for (String name : List.of("heap.json", "night.json, as it is posted")) {
            assertThat(JsonMapper.shared().readTree(outputs.get(name)).findValuesAsString("image"))
                    .as(name)
                    .contains(text);
        }
    }

    private static NightReport night(String text) {
        return ANight.of(1)
                .build(text, text)
                .run("lab/" + text, text, deviceFail(text, text), benchFault("flash", text), pass())
                .run("lab/" + text, text, deviceFail(text, text))
                .notRun("lab/b", text, text)
                .remark(text, text)
                .regression(text)
                .after();
    }

    private static HeapTrend trend(String text) {
        SeriesKey series = new SeriesKey(text, text, text, text, text);
        List<BuildPoint> builds = IntStream.range(0, BUILDS)
                .mapToObj(i -> new BuildPoint(
                        text,
                        text + i,
                        text + text,
                        text,
                        (long) i,
                        text,
                        text,
                        START.plusSeconds(86_400L * i),
                        List.of(new RunPoint(text, START.plusSeconds(86_400L * i), text, 50_000 + 4096 * i))))
                .toList();
        HeapFinding finding = new HeapFinding(
                Metric.MAX,
                new Change(Change.Kind.STEP, 1, 2, 3, 4096, 4088, 4104, 1e-5),
                builds.get(1),
                builds.get(2),
                builds.get(3),
                List.of(text),
                new Acceptance(series, Metric.MAX, text, 4096, text, text, START));
        return new HeapTrend(series, Metric.MAX, builds, true, List.of(finding), 121_000L);
    }
}
