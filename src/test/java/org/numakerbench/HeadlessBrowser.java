package org.numakerbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's chromium with its chromium-driver, without a network. */
public final class HeadlessBrowser {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private HeadlessBrowser() {}

    /** A test that needs one is passed over without it, unless {@code BENCH_ALL_TOOLS} is set. */
    public static ChromeDriver start(Path scratch) {
        boolean ready = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
        if (System.getenv("BENCH_ALL_TOOLS") != null) {
            assertThat(ready).as("chromium and chromedriver").isTrue();
        }
        assumeTrue(ready, "needs chromium and chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=1200,1400",
                "--user-data-dir=" + scratch.resolve("browser"),
                // Whatever the page might ask others for, nobody answers.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(DRIVER.toString()))
                        .build(),
                options);
    }

    /** What the console says, once. */
    public static List<LogEntry> complaints(ChromeDriver browser) {
        return browser.manage().logs().get(LogType.BROWSER).getAll();
    }

    /** Addresses that were asked for and are no file, once. */
    public static List<String> requests(ChromeDriver browser) {
        return browser.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(it ->
                        it.contains("Network.requestWillBeSent\"") && it.matches("(?s).*\"url\":\"(https?|wss?):.*"))
                .toList();
    }
}
