package org.numakerbench.report.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.HeadlessBrowser;
import org.numakerbench.tune.TuneResult;
import org.numakerbench.tune.TuneResult.Recommendation;
import org.numakerbench.tune.TuneResult.SettingResult;
import org.numakerbench.tune.TuneResult.Spent;
import org.numakerbench.tune.search.Proportions;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Tally;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page in a real browser without a network; passed over without Debian's chromium and chromium-driver. */
class TunePageIT {
    @TempDir
    private static Path scratch;

    private static ChromeDriver browser;

    @BeforeAll
    static void start() {
        browser = HeadlessBrowser.start(scratch);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
    }

    private static final List<Long> VALUES = List.of(500L, 1000L, 2000L, 5000L, 8000L);

    private static Setting setting(long send, long recv, long misc) {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("SEND", send);
        values.put("RECV", recv);
        values.put("MISC", misc);
        return new Setting(values);
    }

    private static SettingResult result(Setting setting, Tally recovery, String state, String why) {
        return new SettingResult(
                setting,
                state,
                why,
                recovery,
                Proportions.exact(recovery, 0.95),
                recovery,
                Proportions.exact(recovery, 0.95),
                recovery.trials() * 2,
                5000,
                Map.of("<img src=x onerror=alert(1)>", recovery),
                null);
    }

    private static TuneResult result(boolean shown) {
        List<SettingResult> settings = new ArrayList<>();
        for (long send : VALUES) {
            for (long recv : VALUES) {
                for (long misc : VALUES) {
                    boolean tried = send + misc > 6000;
                    settings.add(result(
                            setting(send, recv, misc),
                            tried ? new Tally(9, 10) : Tally.NONE,
                            tried ? "racing" : "hopeless",
                            "</script><script>document.title='taken'</script>\u001b[2J"));
                }
            }
        }
        Recommendation best = new Recommendation(
                setting(8000, 8000, 8000), new Tally(299, 299), 299, shown, 0.99, "recovers from more than 99 %");
        Recommendation cheap =
                new Recommendation(setting(8000, 500, 8000), new Tally(99, 99), 99, true, 0.97, "not worse");
        return new TuneResult(
                "<script>document.title='taken'</script>",
                1,
                "2026-01-01T00:00:00Z",
                "2026-01-01T01:00:00Z",
                "the winner is validated",
                0.95,
                0.99,
                0.02,
                new LinkedHashMap<>(Map.of("SEND", VALUES, "RECV", VALUES, "MISC", VALUES)),
                settings,
                Optional.of(best),
                Optional.of(cheap),
                Optional.of(setting(8000, 1000, 500)),
                new Spent(1200, 600, 9_000_000, 60_996),
                List.of(new double[] {0, 0.4}, new double[] {1500, 0.5}, new double[] {12_000, 1}),
                List.of(new double[] {120, 0.5}, new double[] {900, 1}),
                List.of("stall, after 0 to 3200 bytes, 1500 to 12000 ms"),
                List.of("x"),
                List.of("board \u001b[31mx failed: <b>bold</b>"));
    }

    private static void open(TuneResult result) throws Exception {
        Path page = Files.writeString(scratch.resolve("tune.html"), TunePage.write(result));
        browser.manage().logs().get(LogType.BROWSER);
        browser.get(page.toUri().toString());
    }

    @Test
    void theResultIsDrawnWithoutANetworkAndWithoutAWordInTheConsole() throws Exception {
        browser.manage().window().setSize(new Dimension(1200, 1400));
        open(result(true));

        assertThat(browser.findElements(By.cssSelector(".card"))).hasSize(2);
        assertThat(browser.findElements(By.cssSelector("table.heat"))).hasSize(3);
        assertThat(browser.findElements(By.cssSelector("table.heat td"))).hasSize(75);
        assertThat(browser.findElements(By.cssSelector("svg path"))).hasSize(2);
        assertThat(browser.findElement(By.cssSelector(".card pre")).getText()).contains("\"SEND=8000\",");
        List<LogEntry> said = browser.manage().logs().get(LogType.BROWSER).getAll();
        assertThat(said).isEmpty();
    }

    @Test
    void namesFromFilesAndDevicesStayText() throws Exception {
        open(result(true));

        assertThat(browser.getTitle()).isEqualTo("<script>document.title='taken'</script>");
        assertThat(browser.findElement(By.tagName("h1")).getText()).contains("<script>");
        assertThat(browser.findElements(By.cssSelector("img, main b b"))).isEmpty();
        assertThat(browser.getPageSource()).doesNotContain("\u001b");
    }

    @Test
    void aClaimThatWasNotShownIsSaidSo() throws Exception {
        open(result(false));

        assertThat(browser.findElement(By.cssSelector(".card .bad")).getText()).startsWith("✗ not shown");
    }

    @Test
    void itFitsAPhone() throws Exception {
        browser.manage().window().setSize(new Dimension(390, 844));
        open(result(true));

        Number width = (Number) browser.executeScript("return document.documentElement.scrollWidth");
        Number view = (Number) browser.executeScript("return window.innerWidth");
        assertThat(width.intValue()).isLessThanOrEqualTo(view.intValue());
    }

    @Test
    void withoutALoopThereIsNothingToRecommend() throws Exception {
        TuneResult some = result(true);
        open(new TuneResult(
                "empty",
                1,
                some.started(),
                some.ended(),
                "every board has failed",
                0.95,
                0.99,
                0.02,
                Map.of("SEND", List.of(500L)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Spent(0, 0, 0, 598),
                List.of(),
                List.of(),
                List.of(),
                List.of("x"),
                List.of()));

        assertThat(browser.findElement(By.tagName("main")).getText()).contains("No loop was run");
    }
}
