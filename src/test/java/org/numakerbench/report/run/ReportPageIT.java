package org.numakerbench.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.HeadlessBrowser;
import org.numakerbench.crosscheck.PackedLog;
import org.numakerbench.run.Replay;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** Where a run's page shows why it did not pass, in a real browser; passed over without Debian's chromium and chromium-driver. */
@Tag("alone")
class ReportPageIT {
    private static final Path RECORDED = Path.of("src/test/resources/recorded-runs");
    private static final int DESKTOP = 1200;
    private static final int PHONE = 390;
    /** What a phone of that width, and a small laptop, show at once. */
    private static final int PHONE_SCREEN = 844;

    private static final int DESKTOP_SCREEN = 720;

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

    private static void open(Path logs, String name, int width) throws Exception {
        Path page = Files.writeString(
                scratch.resolve(name + ".html"),
                ReportPage.write(Replay.of(PackedLog.entries(scratch, logs, name), name)));
        browser.manage().window().setSize(new Dimension(1200, 1400));
        // A headless window has a least width, that of a phone's page does not.
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        width == PHONE ? PHONE_SCREEN : DESKTOP_SCREEN,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width == PHONE));
        HeadlessBrowser.complaints(browser);
        HeadlessBrowser.requests(browser);
        browser.get(page.toUri().toString());
    }

    private static int top(String css) {
        return ((Number) browser.executeScript(
                        "return Math.round(document.querySelector(arguments[0]).getBoundingClientRect().top)", css))
                .intValue();
    }

    private static int width(String what) {
        return ((Number) browser.executeScript("return " + what)).intValue();
    }

    private static WebElement find(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    @ParameterizedTest
    @CsvSource({
        "recorded-runs, https-not-sent, MISMATCH",
        "recorded-runs, publish-other-bytes, MISMATCH",
        "recorded-runs, hard-fault, DEVICE FAIL",
        "recorded-runs, hang-mid-run, DEVICE FAIL",
        "recorded-runs, cloud-gone, CLOUD FAULT",
        "real-firmware, g1-nofix, DEVICE FAIL"
    })
    void theCauseStandsInTheFirstScreen(String logs, String name, String outcome) throws Exception {
        Path from = Path.of("src/test/resources").resolve(logs);
        for (int width : List.of(DESKTOP, PHONE)) {
            int screen = width == PHONE ? PHONE_SCREEN : DESKTOP_SCREEN;
            open(from, name, width);
            Files.write(
                    Files.createDirectories(Path.of("target/screenshots"))
                            .resolve("run-" + name + "-" + width + ".png"),
                    browser.getScreenshotAs(OutputType.BYTES));
            System.out.printf(
                    "%s at %d px: cause %d, device %d, evidence %d px from the top%n",
                    name, width, top("#cause"), top(".side.device"), top(".side.evidence"));

            assertThat(find("h1").getText()).startsWith(outcome).contains("Cause: ");
            assertThat(top("#cause")).isLessThan(screen / 2);
            assertThat(top(".side.device")).isLessThan(screen);
            assertThat(top(".side.evidence")).isLessThan(screen);
            assertThat(width("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
            assertThat(HeadlessBrowser.complaints(browser)).isEmpty();
            assertThat(HeadlessBrowser.requests(browser)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"recorded-runs, clean", "real-firmware, g1-loop"})
    void aPassSaysSoAndFoldsWhatIsConfirmed(String logs, String name) throws Exception {
        for (int width : List.of(DESKTOP, PHONE)) {
            open(Path.of("src/test/resources").resolve(logs), name, width);

            assertThat(browser.findElements(By.id("cause"))).isEmpty();
            assertThat(top(".verdicts")).isLessThan(PHONE_SCREEN / 2);
            assertThat(find("details:has(#confirmed) table").isDisplayed()).isFalse();
            find(".verdicts a[href='#confirmed']").click();
            assertThat(find("details:has(#confirmed) table").isDisplayed()).isTrue();
            assertThat(width("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        }
    }

    @Test
    void whatDiffersIsMarkedOnBothSidesAndNoReturnIsShown() throws Exception {
        open(RECORDED, "publish-other-bytes", DESKTOP);

        assertThat(find(".side.device mark").getText()).isNotEmpty();
        assertThat(find(".side.evidence mark").getText())
                .isNotEmpty()
                .isNotEqualTo(find(".side.device mark").getText());
        assertThat(browser.getPageSource().lines().filter(it -> it.contains("\\x0d")))
                .isEmpty();
    }

    @Test
    void theReasonAndEveryCountLeadToWhatTheyTell() throws Exception {
        open(RECORDED, "publish-other-bytes", DESKTOP);

        for (WebElement link : browser.findElements(By.cssSelector(".reason a, .verdicts a"))) {
            String target = String.valueOf(link.getDomAttribute("href"));
            assertThat(browser.findElements(By.id(target.substring(1))))
                    .as(target)
                    .hasSize(1);
        }
        assertThat(find(".verdicts .soft").getText()).startsWith("0 ");
    }

    @Test
    void withoutHeapFiguresThereIsNoBar() throws Exception {
        open(RECORDED, "hard-fault", DESKTOP);

        assertThat(browser.findElements(By.cssSelector("svg.bar"))).isEmpty();
    }
}
