package org.numakerbench.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.HeadlessBrowser;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.Fact;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.logs.LocalLogs;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.secret.KnownExpressions;
import org.numakerbench.sim.board.image.Fault;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.web.Dashboard;
import org.numakerbench.web.DashboardOptions;
import org.numakerbench.web.Sources;
import org.numakerbench.web.auth.Token;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** The dashboard in a real browser, over a lab of virtual boards at work; passed over without chromium. */
class DashboardIT {
    private static final String TOKEN = "correct-horse-battery-staple";
    private static final String CRAFTED = "20260101T000000Z-crafted";

    @TempDir
    private static Path profile;

    private static ChromeDriver browser;

    @TempDir
    private Path scratch;

    private VirtualLab lab;
    private Path runs;
    private LabStore store;
    private LocalLogs logs;
    private Dashboard dashboard;

    @BeforeAll
    static void startBrowser() {
        browser = HeadlessBrowser.start(profile);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void describe() throws Exception {
        runs = Files.createDirectories(scratch.resolve("runs"));
        store = LabStore.open(new HistoryAddress.Embedded(runs.resolve("lab.db")));
        logs = new LocalLogs(runs);
        HeadlessBrowser.complaints(browser);
        HeadlessBrowser.requests(browser);
        view(1280, 900);
    }

    @AfterEach
    void end() throws Exception {
        browser.get("about:blank");
        if (dashboard != null) {
            dashboard.close();
        }
        logs.close();
        store.close();
    }

    private void serve(Optional<Token> token) throws Exception {
        dashboard = Dashboard.start(
                new Sources(store, logs, HistoryAddress.beside(runs), scratch.resolve("images")),
                new DashboardOptions("127.0.0.1", 0, token, Optional.empty(), DashboardOptions.Limits.USUAL));
    }

    private void serve() throws Exception {
        serve(Optional.empty());
    }

    private static void view(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private void open(String path) {
        browser.get(dashboard.url() + path.substring(1));
    }

    private static String text(String css) {
        return browser.findElement(By.cssSelector(css)).getText();
    }

    private static void waitFor(String css, String words) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(text(css)).contains(words));
    }

    /** A run of the README's firmware in which the device also prints what is in {@code wire}. */
    private void craft(String wire) throws Exception {
        KnownExpressions.remember(runs, RunLog.SECRETS);
        Path partial = Files.createDirectory(runs.resolve(".partial-" + CRAFTED));
        try (EvidenceLog log = EvidenceLog.create(partial.resolve("evidence.jsonl"), entry -> {})) {
            List<Fact> facts =
                    RunLog.clean().entries().stream().map(EvidenceEntry::fact).toList();
            for (Fact fact : facts) {
                log.append(fact);
                if (fact instanceof Fact.UartReceived it && it.bytes().latin1().contains("Using Mbed OS")) {
                    log.append(new Fact.UartReceived(Bytes.latin1(wire)));
                }
            }
        }
        Files.move(partial, runs.resolve(CRAFTED));
    }

    private void describeLab(int baud, String... boards) throws Exception {
        lab = VirtualLab.in(scratch, "desk", baud, List.of(boards));
        lab.images("5.7.1");
    }

    @Test
    void aRunIsSeenStepByStepWhileItGoesOn() throws Exception {
        describeLab(9600, "m487-left", "m487-right");
        lab.images("5.8.0", Fault.of(FaultKind.SHADOW_STALE));
        Path plan = lab.plan("nightly", List.of("{board}-5.7.1", "{board}-5.8.0"), "retries: {device: 0}");
        serve();
        open("/");
        assertThat(text("#boards")).contains("No host has offered a board yet");

        try (TestNight night =
                TestNight.begin(lab.profile(), plan, runs, new HistoryAddress.Embedded(runs.resolve("lab.db")))) {
            waitFor("#boards", "running");
            waitFor("#nights", "0 of 4");
            assertThat(text("#queue")).contains("m487-left-5.8.0", "waiting");
            screenshot();
            browser.findElement(By.cssSelector("#boards .s-running .what a")).click();

            Set<String> words = new LinkedHashSet<>();
            Set<Integer> judged = new LinkedHashSet<>();
            List<Integer> lines = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(150))
                    .until(() -> {
                        words.add(String.valueOf(browser.executeScript(
                                "return document.querySelector('#run-head .word').firstChild.data.trim()")));
                        judged.add(count("#steps li.confirmed"));
                        lines.add(count("#wire li"));
                        return words.contains("PASS");
                    });
            assertThat(words).containsExactly("RUNNING", "PASS");
            assertThat(judged).as("how many steps were confirmed, look by look").hasSizeGreaterThan(5);
            assertThat(lines).isSorted();
            assertThat(count("#steps li.to-come")).isZero();
            assertThat(text("#wire")).contains("MQTT connects OK", "CONFIRMED");
            assertThat(browser.findElements(By.cssSelector("#run-head a.button")))
                    .hasSize(1);

            open("/boards/desk/m487-right");
            waitFor("#board-run", "receiving UART output");
            waitFor("#run-head", "RUNNING");
            night.await();
        }

        open("/");
        waitFor("#nights", "4 of 4");
        assertThat(text("#nights")).contains("2 PASS", "2 MISMATCH");
        waitFor("#boards", "gone");
        open("/runs?outcome=MISMATCH");
        assertThat(browser.findElements(By.cssSelector("tbody tr"))).hasSize(2);
        browser.findElement(By.linkText("report")).click();
        assertThat(text("h1")).startsWith("MISMATCH");
        assertThat(browser.executeScript("return getComputedStyle(document.body).fontSize"))
                .as("its own style is allowed")
                .isEqualTo("15px");
        open("/nights");
        browser.findElement(By.linkText("nightly")).click();
        assertThat(text("main")).contains("desk/m487-left");
        assertQuiet();
    }

    private static int count(String css) {
        return browser.findElements(By.cssSelector(css)).size();
    }

    /** Kept as an artefact of the build. */
    private static void screenshot() throws Exception {
        Path file = Path.of("target/screenshots/dashboard.png");
        Files.createDirectories(file.getParent());
        Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
    }

    /** Neither a word in the console nor a request to anybody else. */
    private void assertQuiet() {
        assertThat(HeadlessBrowser.complaints(browser)).isEmpty();
        assertThat(HeadlessBrowser.requests(browser))
                .isNotEmpty()
                .allSatisfy(it ->
                        assertThat(it).containsPattern("\"url\":\"http://127\\.0\\.0\\.1:" + dashboard.port() + "/"));
    }

    @Test
    void whatADevicePrintsStaysText() throws Exception {
        craft("<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">\u001b[2J\r\n");
        serve();
        String page = "/runs/test-bench/" + CRAFTED;
        for (String path : List.of(page, page + "/report")) {
            open(path);
            assertThat(browser.findElement(By.tagName("main")).getText())
                    .contains("<script>document.title='taken'</script><img")
                    .contains("\\x1b[2J");
            assertThat(browser.getTitle()).isNotEqualTo("taken");
            assertThat(browser.findElements(By.cssSelector("main script, main img")))
                    .isEmpty();
        }
        assertQuiet();
    }

    @Test
    void theWrongTokenIsRefusedAndTheRightOneLetsIn() throws Exception {
        Path file = Files.writeString(scratch.resolve("token"), TOKEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        serve(Optional.of(Token.read(file)));
        open("/runs?outcome=PASS");
        assertThat(text("h1")).isEqualTo("Who is there?");

        browser.findElement(By.id("token")).sendKeys("wrong-wrong-wrong-wrong", Keys.ENTER);
        waitFor("[role=alert]", "This is not the token of this dashboard.");
        HeadlessBrowser.complaints(browser);
        browser.findElement(By.id("token")).sendKeys(TOKEN, Keys.ENTER);
        waitFor("h1", "Runs");

        assertThat(browser.getCurrentUrl()).endsWith("/runs?outcome=PASS");
        assertThat(browser.executeScript("return document.cookie")).isEqualTo("");
        open("/");
        await().until(() -> dashboard.streams() == 1);
        browser.findElement(By.cssSelector("header form button")).click();
        waitFor("h1", "Who is there?");
        open("/");
        assertThat(text("h1")).isEqualTo("Who is there?");
        assertQuiet();
    }

    @Test
    void everyPageFitsAPhoneAndSaysNothingInTheConsole() throws Exception {
        describeLab(0, "m487-with-a-rather-long-name-left", "m487-right");
        lab.images("5.8.0", Fault.of(FaultKind.SHADOW_STALE));
        Path plan = lab.plan("nightly", List.of("{board}-5.7.1", "{board}-5.8.0"), "retries: {device: 0}");
        try (TestNight night =
                TestNight.begin(lab.profile(), plan, runs, new HistoryAddress.Embedded(runs.resolve("lab.db")))) {
            night.await();
        }
        Files.write(scratch.resolve("images/m487-right-5.8.0/image.bin"), new byte[1000]);
        craft("x".repeat(3000) + "\r\n");
        serve();
        String night = store.nights(1).get(0).night();
        String run = store.attempts().of(night).get(0).run();
        for (int width : new int[] {390, 1280}) {
            view(width, 844);
            for (String path : List.of(
                    "/",
                    "/runs",
                    "/runs?from=never",
                    "/nights",
                    "/nights/" + night,
                    "/heap",
                    "/measurements",
                    "/images",
                    "/boards/desk/m487-right",
                    "/runs/desk/" + run,
                    "/runs/desk/" + run + "/report",
                    "/runs/test-bench/" + CRAFTED)) {
                open(path);
                Number scroll = (Number) browser.executeScript("return document.documentElement.scrollWidth");
                assertThat(scroll.intValue()).as(path + " at " + width).isLessThanOrEqualTo(width);
                assertThat(browser.findElements(By.tagName("main"))).as(path).hasSize(1);
                // A wrong date is answered with 400, which the browser tells.
                if (!path.contains("never")) {
                    assertThat(HeadlessBrowser.complaints(browser)).as(path).isEmpty();
                } else {
                    assertThat(text("[role=alert]")).contains("a date looks like 2026-01-31");
                    HeadlessBrowser.complaints(browser);
                }
            }
        }
        open("/images");
        assertThat(text("tr.damaged")).contains("DAMAGED", "not that of the manifest");
        open("/heap");
        assertThat(browser.executeScript("return document.documentElement.dataset.drawn"))
                .as("its own script is allowed")
                .isEqualTo("4");
        assertQuiet();
    }

    @Test
    void aKeyboardReachesEverything() throws Exception {
        describeLab(0, "m487-left", "m487-right");
        Path plan = lab.plan("nightly", List.of("{board}-5.7.1"));
        try (TestNight night =
                TestNight.begin(lab.profile(), plan, runs, new HistoryAddress.Embedded(runs.resolve("lab.db")))) {
            night.await();
        }
        serve();
        open("/");
        new Actions(browser).sendKeys(Keys.TAB).perform();
        WebElement skip = browser.switchTo().activeElement();
        assertThat(skip.getText()).isEqualTo("Skip to the content");
        assertThat(skip.getRect().getX()).isNotNegative();
        Set<String> reached = new LinkedHashSet<>();
        for (int i = 0; i < 40; i++) {
            new Actions(browser).sendKeys(Keys.TAB).perform();
            WebElement at = browser.switchTo().activeElement();
            if (at.getTagName().equals("a")) {
                reached.add(at.getDomProperty("href"));
                assertThat(at.getCssValue("outline-style"))
                        .as("where the focus is can be seen")
                        .isNotEqualTo("none");
            }
        }
        List<String> links = new ArrayList<>();
        for (WebElement link : browser.findElements(By.cssSelector("a[href]:not(.skip)"))) {
            links.add(link.getDomProperty("href"));
        }
        assertThat(reached).containsAll(links);

        // What changes does not take the focus away.
        WebElement board = browser.findElement(By.cssSelector("#boards h3 a"));
        browser.executeScript("arguments[0].focus()", board);
        store.remark(null, "here", "something happened");
        waitFor("#remarks", "something happened");
        assertThat(browser.switchTo().activeElement()).isEqualTo(board);
        assertQuiet();
    }

    @Test
    void aLostConnectionIsToldAndComesBack() throws Exception {
        serve();
        open("/");
        await().until(() -> dashboard.streams() == 1);
        int port = dashboard.port();
        dashboard.close();
        waitFor("#connection", "Connection lost");

        dashboard = Dashboard.start(
                new Sources(store, logs, HistoryAddress.beside(runs), scratch.resolve("images")),
                new DashboardOptions(
                        "127.0.0.1", port, Optional.empty(), Optional.empty(), DashboardOptions.Limits.USUAL));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> !browser.findElement(By.id("connection")).isDisplayed());
        store.remark(null, "here", "as fresh as ever");
        waitFor("#remarks", "as fresh as ever");
    }
}
