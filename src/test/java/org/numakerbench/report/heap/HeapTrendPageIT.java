package org.numakerbench.report.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.HeadlessBrowser;
import org.numakerbench.history.HeapTrend;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page in a real browser without a network. Needs Debian's chromium and chromium-driver; passed over without them,
 * unless {@code BENCH_ALL_TOOLS} is set.
 */
class HeapTrendPageIT {
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

    private static void open(List<HeapTrend> trends) throws Exception {
        Path page = Files.writeString(
                Files.createTempFile(scratch, "heap", ".html"), HeapTrendPage.write("Memory across builds", trends));
        browser.manage().logs().get(LogType.BROWSER);
        browser.manage().logs().get(LogType.PERFORMANCE);
        browser.get(page.toUri().toString());
        new WebDriverWait(browser, Duration.ofSeconds(30))
                .until(it -> String.valueOf(trends.size())
                        .equals(browser.executeScript("return document.documentElement.dataset.drawn")));
    }

    private static void expectNoComplaint() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .extracting(LogEntry::getMessage)
                .isEmpty();
    }

    /** Colours of a chart's pixels that are not the background. */
    private static long ink(int chart) {
        return ((Number) browser.executeScript(
                        "const c = document.querySelectorAll('canvas')[arguments[0]];"
                                + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                                + "let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i] > 0) n++; return n;",
                        chart))
                .longValue();
    }

    @Test
    void theChartIsDrawnWithoutANetworkAndWithoutAComplaint() throws Exception {
        open(List.of(Trends.eventful("nightly-59"), Trends.flat(5, 2)));

        assertThat(ink(0)).isGreaterThan(5000);
        assertThat(ink(1)).isGreaterThan(1000);
        expectNoComplaint();
        assertThat(browser.manage().logs().get(LogType.PERFORMANCE).getAll())
                .extracting(LogEntry::getMessage)
                .filteredOn(it -> it.contains("Network.requestWillBeSent\""))
                // The browser's own start page asks for its own parts, now and then later than this page is opened.
                .filteredOn(it -> !it.contains("\"documentURL\":\"chrome://"))
                .allMatch(it -> it.contains("\"url\":\"file:"));
    }

    @Test
    void hoverTellsTheBuildAndItsFigures() throws Exception {
        open(List.of(Trends.eventful("nightly-59")));
        WebElement over = browser.findElement(By.cssSelector("#chart-0 .u-over"));
        int width = over.getSize().getWidth();

        new Actions(browser).moveToElement(over, -width / 4, 0).perform();

        WebElement tip = browser.findElement(By.cssSelector("#chart-0 .tip"));
        new WebDriverWait(browser, Duration.ofSeconds(10)).until(it -> tip.isDisplayed());
        assertThat(tip.getText())
                .containsPattern("nightly-1[3-6], build b1[3-6], commit 00000000")
                .containsPattern("50,734 bytes \\(50,726 to 50,742\\)|46,638 bytes \\(46,630 to 46,646\\)")
                .contains("3 runs, first 2026-01-1");
        expectNoComplaint();
    }

    @Test
    void theKeyboardWalksTheBuilds() throws Exception {
        open(List.of(Trends.eventful("nightly-59")));

        browser.findElement(By.id("chart-0")).sendKeys(Keys.ARROW_LEFT);

        assertThat(browser.findElement(By.cssSelector("#chart-0 .tip")).getText())
                .startsWith("nightly-58, build b58");
    }

    @Test
    void changesAreMarkedAndToldBelow() throws Exception {
        open(List.of(Trends.eventful("nightly-59")));

        List<WebElement> rows = browser.findElements(By.cssSelector("table.findings tbody tr"));
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0).getText())
                .contains("step", "+4,096 bytes", "4,088 to 4,104", "nightly-15", "nightly-14", "4096 -> 6144");
        assertThat(rows.get(1).getText()).contains("accepted by ann: second socket, agreed");
        assertThat(rows.get(3).getText()).startsWith("suspect");
    }

    @Test
    void theLimitComesIntoSightWhenAsked() throws Exception {
        open(List.of(Trends.eventful("nightly-59")));
        String before = (String) browser.executeScript("return document.querySelector('canvas').toDataURL()");

        browser.findElement(By.id("limit-0")).click();

        new WebDriverWait(browser, Duration.ofSeconds(10))
                .until(it ->
                        !before.equals(browser.executeScript("return document.querySelector('canvas').toDataURL()")));
        expectNoComplaint();
    }

    @Test
    void hostileNamesAreTextAndNothingElse() throws Exception {
        open(List.of(Trends.eventful(Trends.HOSTILE)));

        assertThat(browser.findElements(By.tagName("img"))).isEmpty();
        browser.findElement(By.id("chart-0")).sendKeys(Keys.ARROW_RIGHT);
        assertThat(browser.findElement(By.cssSelector("#chart-0 .tip")).getText())
                .startsWith("</script><img src=x onerror=alert(1)><!-- \\u2028");
        assertThat(browser.findElement(By.cssSelector("table.findings tbody tr:last-child"))
                        .getText())
                .contains("</script><img src=x onerror=alert(1)>");
        expectNoComplaint();
    }

    @Test
    void twentyThousandRunsOpenAtOnce() throws Exception {
        open(List.of(Trends.flat(1000, 20)));

        long millis = ((Number) browser.executeScript(
                        "const t = performance.timing; return t.loadEventEnd - t.navigationStart"))
                .longValue();
        assertThat(millis).isLessThan(10_000);
        System.out.println("page of 1,000 builds with 20 runs each: loaded in " + millis + " ms");
        expectNoComplaint();
    }

    @Test
    void aPhoneNeedsNoSidewaysScrolling() throws Exception {
        open(List.of(Trends.eventful("nightly-59")));
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
        try {
            assertThat((Boolean)
                            browser.executeScript("return document.documentElement.scrollWidth <= window.innerWidth"))
                    .isTrue();
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }
}
