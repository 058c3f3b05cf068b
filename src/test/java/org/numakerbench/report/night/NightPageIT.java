package org.numakerbench.report.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.lab.night.ANight.benchFault;
import static org.numakerbench.lab.night.ANight.deviceFail;
import static org.numakerbench.lab.night.ANight.mismatch;
import static org.numakerbench.lab.night.ANight.pass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.HeadlessBrowser;
import org.numakerbench.lab.night.ANight;
import org.numakerbench.lab.night.NightReport;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page in a real browser without a network; passed over without Debian's chromium and chromium-driver. */
@Tag("alone")
class NightPageIT {
    private static final RunLinks LINKS = it -> it.run() + "/report.html";

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

    @BeforeEach
    void onADesk() {
        browser.manage().window().setSize(new Dimension(1200, 1400));
    }

    private static void open(NightReport report, RunLinks links) throws Exception {
        Path page = Files.writeString(
                scratch.resolve("night.html"), NightPage.write(report, links, NightReports.exitCode(report)));
        HeadlessBrowser.complaints(browser);
        HeadlessBrowser.requests(browser);
        browser.get(page.toUri().toString());
    }

    private static void open(NightReport report) throws Exception {
        open(report, LINKS);
    }

    private static WebElement find(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    private static List<WebElement> all(String css) {
        return browser.findElements(By.cssSelector(css));
    }

    /** The address as the page has it. */
    private static String href(WebElement link) {
        return Objects.requireNonNull(link.getDomAttribute("href"));
    }

    @Test
    void theNightIsToldWithoutANetworkAndWithoutAWordInTheConsole() throws Exception {
        open(ExampleNight.report());

        assertThat(find("h1").getText()).isEqualTo("5 new failures: 3 in the device, 1 in the cloud, 1 in the bench");
        assertThat(all("table.matrix tbody tr")).hasSize(12);
        assertThat(all("table.matrix .c")).hasSize(48);
        assertThat(HeadlessBrowser.complaints(browser)).isEmpty();
        assertThat(HeadlessBrowser.requests(browser)).isEmpty();
    }

    /** Also that of docs/morning-page.md, there with 128 colours. */
    @Test
    void aPictureOfItIsKept() throws Exception {
        browser.manage().window().setSize(new Dimension(1000, 4450));
        open(ExampleNight.report());
        Path pictures = Files.createDirectories(Path.of("target/screenshots"));
        Files.write(pictures.resolve("morning.png"), browser.getScreenshotAs(OutputType.BYTES));
        Files.writeString(pictures.resolve("morning.html"), NightPage.write(ExampleNight.report(), LINKS, 1));

        assertThat(pictures.resolve("morning.png")).isNotEmptyFile();
    }

    @Test
    void whatIsNewComesFirstThenTheCausesThenTheLabThenTheMatrix() throws Exception {
        open(ExampleNight.report());

        assertThat(all("main > section"))
                .extracting(it -> it.getDomAttribute("id"))
                .containsExactly("new", "causes", "lab", "matrix", "runs");
        assertThat(all("#new h3"))
                .extracting(WebElement::getText)
                .containsExactly(
                        "Fixed",
                        "Flaky: the device failed, and passed on retry",
                        "Passed on retry: the cloud, the bench or its set-up was at fault before, not the device",
                        "Memory and measurements");
        assertThat(all("#causes > div"))
                .extracting(it -> it.getDomAttribute("id"))
                .containsExactly("device", "cloud", "bench", "not-run");
    }

    @Test
    void aNewFailureTellsWhoseItIsWhichBoardsAndSinceWhichBuild() throws Exception {
        open(ExampleNight.report());

        String first = find("#new .cause").getText();
        assertThat(first)
                .contains("device", "MISMATCH at mqtt.user.publish")
                .contains("6 runs on 3 boards (lab-west/m487-2, lab-west/m487-3, lab-west/m487-7) with main")
                .contains("since this night, build main-1042; passed last with build main-1041 on 2026-11-26")
                .contains("main passed on 8 of 9 other boards");
        find("#new .cause h4 a").click();
        assertThat(browser.getCurrentUrl()).endsWith("#cause-1");
        assertThat(find("#cause-1 pre").getText()).startsWith("the device says it published");
    }

    @Test
    void colourIsNeverTheOnlyThingThatTells() throws Exception {
        open(ExampleNight.report());

        for (WebElement cell : all("table.matrix .c")) {
            String look = Objects.requireNonNull(cell.getDomAttribute("class")).replace("c ", "");
            String sign = cell.findElement(By.tagName("a")).getText();
            assertThat(sign)
                    .as(look)
                    .isIn(
                            switch (look) {
                                case "pass" -> List.of("✓");
                                case "flaky" -> List.of("↻ flaky", "↻ flaky (bench)");
                                case "mismatch" -> List.of("≠ mismatch");
                                case "bench-fault" -> List.of("⚠ bench");
                                case "cloud-fault" -> List.of("☁ cloud");
                                case "not-run" -> List.of("– not run");
                                default -> List.of();
                            });
        }
    }

    @Test
    void eachCellLeadsToTheRunThatDecidedAndToAllItsAttempts() throws Exception {
        NightReport report = ANight.of(1)
                .run("lab/a", "main", pass())
                .run("lab/a", "main", deviceFail("mqtt.tls", "failed"), benchFault("serial", "gone"))
                .run("lab/b", "main", pass())
                .after();
        open(report);

        List<WebElement> cells = all("table.matrix .c");
        assertThat(href(cells.get(0).findElement(By.tagName("a"))))
                .isEqualTo("20261121T220000Z-nightly-00001-1-run/report.html");
        assertThat(cells.get(0).findElement(By.cssSelector(".n")).getText()).isEqualTo("1/2 +1");
        assertThat(href(cells.get(1).findElement(By.tagName("a"))))
                .isEqualTo("20261121T220000Z-nightly-00002-1-run/report.html");

        cells.get(0).findElement(By.cssSelector(".n")).click();
        WebElement list = find("#runs details[open]");
        assertThat(list.findElements(By.cssSelector("tbody tr")))
                .extracting(it -> it.findElement(By.cssSelector("td.w")).getText())
                .containsExactly("✓ PASS", "✗ DEVICE FAIL", "⚠ BENCH FAULT");
        assertThat(list.findElements(By.cssSelector("td.w a")))
                .extracting(NightPageIT::href)
                .containsExactly(
                        "20261121T220000Z-nightly-00000-1-run/report.html",
                        "20261121T220000Z-nightly-00001-1-run/report.html",
                        "20261121T220000Z-nightly-00001-2-run/report.html");
    }

    @Test
    void withoutReportsACellLeadsToItsAttempts() throws Exception {
        open(ANight.of(1).run("lab/a", "main", pass()).after(), RunLinks.NONE);

        find("table.matrix .c a").click();
        assertThat(find("#runs details[open] tr:target").getText()).contains("PASS");
    }

    @Test
    void aLinkThatWouldRunSomethingIsNone() throws Exception {
        open(ANight.of(1).run("lab/a", "main", pass()).after(), it -> "javascript:document.title='taken'");

        assertThat(href(find("table.matrix .c a"))).isEqualTo("#cell-0");
    }

    @Test
    void namesAndReasonsStayText() throws Exception {
        String hostile =
                "</td></script><script>document.title='taken'</script><img src=x onerror=alert(1)>\u001b[2J\u202e";
        open(ANight.of(2)
                .run("lab/" + hostile, hostile, deviceFail(hostile, hostile), deviceFail(hostile, hostile + "2"))
                .run("lab/" + hostile, "flaky", deviceFail(hostile, hostile), pass())
                .notRun("lab/" + hostile, "not run", hostile)
                .remark(hostile, hostile)
                .regression(hostile)
                .after(ANight.of(1).run("lab/" + hostile, hostile, mismatch(hostile, hostile))));

        assertThat(browser.getTitle()).isEqualTo("Nothing new; 1 known failure continues · 20261122T220000Z-nightly");
        assertThat(all("img, script")).isEmpty();
        assertThat(find("#cause-1 pre").getText()).startsWith("</td></script><script>");
        assertThat(browser.getPageSource()).doesNotContain("\u001b", "\u202e");
        assertThat(HeadlessBrowser.complaints(browser)).isEmpty();
    }

    @Test
    void itFitsAPhoneAndTheMatrixScrollsInItsOwnBox() throws Exception {
        browser.manage().window().setSize(new Dimension(390, 844));
        open(ExampleNight.report());
        browser.executeScript("document.querySelectorAll('details').forEach(it => { it.open = true; })");

        Number width = (Number) browser.executeScript("return document.documentElement.scrollWidth");
        Number view = (Number) browser.executeScript("return window.innerWidth");
        assertThat(width.intValue()).isLessThanOrEqualTo(view.intValue());
        assertThat(find("#matrix tbody th").getSize().getWidth())
                .as("room for a board's name")
                .isBetween(90, 160);
        browser.executeScript("document.querySelector('#matrix .scroll').scrollLeft = 1000");
        Number left = (Number)
                browser.executeScript("return document.querySelector('#matrix tbody th').getBoundingClientRect().left");
        assertThat(left.doubleValue()).as("the boards' names stay in sight").isBetween(0.0, 40.0);
    }

    @Test
    void theKeyboardReachesTheMatrixAndHidesTheQuietBoards() throws Exception {
        open(ExampleNight.report());

        WebElement trouble = find("#trouble");
        trouble.sendKeys(Keys.SPACE);

        assertThat(all("table.matrix tbody tr"))
                .filteredOn(WebElement::isDisplayed)
                .hasSize(8);
        trouble.sendKeys(Keys.TAB);
        assertThat(browser.switchTo().activeElement().getDomAttribute("aria-label"))
                .isEqualTo("Boards and images");
    }

    @Test
    void aNightInWhichEverythingPassedSaysSoInFiveLines() throws Exception {
        open(ANight.of(2).run("lab/a", "main", pass()).after(ANight.of(1).run("lab/a", "main", pass())));

        assertThat(find("h1").getText()).isEqualTo("Everything passed");
        assertThat(find("header").getDomAttribute("class")).contains("good");
        assertThat(find("#new").getText()).contains("No new failure.");
        assertThat(find("#causes").getText()).contains("every run that has ended passed at its first attempt");
    }

    @Test
    void aNightUnderWaySaysSo() throws Exception {
        open(ANight.underWay(1)
                .run("lab/a", "main", pass())
                .open("lab/a", "main")
                .open("lab/b", "main")
                .after());

        assertThat(find("header").getText()).contains("still under way", "No failure so far", "… 2");
        assertThat(all("table.matrix .c.open")).hasSize(2);
    }

    @Test
    void thirtyTwoBoardsTenImagesAndThreeRepeatsAreQuick() throws Exception {
        ANight night = ANight.of(1);
        for (int board = 1; board <= 32; board++) {
            for (int build = 1; build <= 10; build++) {
                for (int repeat = 0; repeat < 3; repeat++) {
                    night.run(
                            "lab/m487-" + board,
                            "nightly-20261127-build-" + build,
                            build == 4 ? mismatch("mqtt.user.publish", "not seen") : pass());
                }
            }
        }
        long began = System.nanoTime();
        String page = NightPage.write(night.after(), LINKS, 1);
        Duration written = Duration.ofNanos(System.nanoTime() - began);
        open(night.after());
        Number loaded = (Number) browser.executeScript(
                "const t = performance.getEntriesByType('navigation')[0]; return t.loadEventEnd - t.startTime");

        assertThat(all("table.matrix .c")).hasSize(320);
        assertThat(page.length()).isLessThan(1_000_000);
        assertThat(written).isLessThan(Duration.ofSeconds(3));
        assertThat(loaded.doubleValue()).isLessThan(3000);
        System.out.printf(
                "320 cells, 960 runs: %d KB, written in %d ms, loaded in %.0f ms%n",
                page.length() / 1024, written.toMillis(), loaded.doubleValue());
    }
}
