package org.numakerbench.report.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.numakerbench.PublishedSchema;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Terminal, SVG, CSV and JSON. */
class HeapTrendViewsTest {
    @Test
    void theTerminalShowsDotsMarksAndFindings() {
        String text = HeapTrendTerminal.write(Trends.eventful("nightly-59"), 100, false);

        List<String> lines = text.lines().toList();
        assertThat(lines.get(0))
                .isEqualTo(
                        "NUMAKER_PFM_M487 on ethernet, GCC_ARM, MQTT and HTTPS, names of 17/14/17/14 bytes  peak heap");
        assertThat(lines.get(1)).startsWith("     52,790 |");
        assertThat(lines.get(10)).startsWith("     46,630 |").containsPattern("[\u2801-\u28ff]");
        assertThat(lines.get(11).strip()).matches("\\^ +a +v +\\?");
        assertThat(text)
                .contains("60 builds, 180 runs; now 52,398 bytes, 43.3 % of 121,000; headroom 68,602")
                .contains("^ step: peak heap +4,096 bytes (4,088 to 4,104) from nightly-15, build b15")
                .contains("accepted by ann: second socket, agreed")
                .contains("? suspect: peak heap +640 bytes");
        assertThat(text.lines().limit(12)).allMatch(it -> it.length() <= 100);
    }

    @Test
    void oneBuildAndTwoThousandFitIntoTheTerminal() {
        assertThat(HeapTrendTerminal.write(Trends.flat(1, 1), 80, true)).contains("49,992");
        assertThat(HeapTrendTerminal.write(Trends.flat(2000, 3), 80, false).lines())
                .allMatch(it -> it.length() <= 100)
                .anyMatch(it -> it.contains("2,000 builds, 6,000 runs"));
    }

    @Test
    void noControlCharacterOfANameReachesTheTerminal() {
        assertThat(HeapTrendTerminal.write(Trends.eventful(Trends.HOSTILE), 100, false))
                .contains("\\x1b[31m")
                .doesNotContain("\u001b");
    }

    @Test
    void theSvgIsWellFormedWhateverItsNames() throws Exception {
        String svg = HeapTrendSvg.write(Trends.eventful(Trends.HOSTILE));

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(180);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("text").getLength()).isGreaterThan(8);
        assertThat(svg).contains("\u25b2 +4,096").contains("\u25bc -1,024").contains("+2,048 accepted");
        assertThat(HeapTrendSvg.write(Trends.flat(1, 1))).contains("<circle");
        assertThat(HeapTrendSvg.write(Trends.flat(0, 1))).contains("</svg>");
    }

    @Test
    void theCsvHasALineARunAndNoFormulas() {
        String csv = HeapTrendCsv.write(List.of(Trends.eventful("=HYPERLINK(\"x\")")));

        List<String> lines = csv.lines().toList();
        assertThat(lines).hasSize(181);
        assertThat(lines.get(46))
                .contains(",max,nightly-15,")
                .endsWith(",b15,00000000000000000000000000000000abcdef0f,15,5.7.1,GCC_ARM 12.2.1,run-15-0,"
                        + "2026-01-16T22:00:00Z,m487,50726,step");
        assertThat(lines.get(180)).contains(",\"'=HYPERLINK(\"\"x\"\")\",").endsWith(",suspect");
        assertThat(csv).contains("\r\n");
    }

    @Test
    void theJsonIsWhatItsSchemaSays() {
        String json = HeapTrendJson.write(List.of(Trends.eventful(Trends.HOSTILE), Trends.flat(2, 1)));

        PublishedSchema.describes("heap-trend", Stream.of(json));
        JsonNode trend = JsonMapper.shared().readTree(json).path("trends").path(0);
        assertThat(trend.path("builds").size()).isEqualTo(60);
        assertThat(trend.path("findings").path(0).path("firstBad").asString()).isEqualTo("nightly-15");
        assertThat(trend.path("findings").path(1).path("accepted").path("who").asString())
                .isEqualTo("ann");
        assertThat(trend.path("builds").path(59).path("image").asString()).isEqualTo(Trends.HOSTILE);
    }

    @Test
    void thePageCannotBeBrokenOutOf() {
        String page = HeapTrendPage.write("Memory across builds", List.of(Trends.eventful(Trends.HOSTILE)));

        assertThat(page).doesNotContain("<img").doesNotContain("http://").contains("Content-Security-Policy");
        assertThat(page.split("</script>", -1)).hasSize(4);
    }
}
