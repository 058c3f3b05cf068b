package org.numakerbench.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.LabImages;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.Attempts.Ended;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.model.Failure;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class NightlyReportCommandTest {
    private static final String RUN = "20261127T220000.000Z-a-nightly-1";

    @TempDir
    private Path directory;

    private Path out;

    /** How a command ended and what it said. */
    private record Said(int code, String out, String err) {}

    @BeforeEach
    void makeRoom() {
        out = directory.resolve("runs");
    }

    private Said report(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--out", out.toString()));
        arguments.addAll(List.of(more));
        StringWriter err = new StringWriter();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            int code = new CommandLine(new NightlyReportCommand())
                    .setExecutionExceptionHandler(new ExitCodes())
                    .setErr(new PrintWriter(err, true))
                    .execute(arguments.toArray(String[]::new));
            return new Said(code, bytes.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(stdout);
        }
    }

    private String night(String plan, String outcome) throws Exception {
        try (LabStore store = LabStore.open(new HistoryAddress.Embedded(out.resolve("lab.db")))) {
            NightRow night = store.nights()
                    .begin(
                            plan,
                            "digest",
                            LabImages.SETTINGS,
                            "host-a",
                            store.database().clock().now(),
                            Optional.empty(),
                            List.of(LabImages.item(0, "a", 1)));
            ItemRow item = store.nights().items(night.night()).get(0);
            AttemptRow attempt = store.attempts().begin(item, "lab", "a", "host-a/1", "b1");
            boolean pass = outcome.equals("PASS");
            store.attempts()
                    .end(
                            attempt,
                            new Ended(
                                    Outcome.valueOf(outcome),
                                    RUN,
                                    pass
                                            ? null
                                            : new Failure(
                                                    Owner.DEVICE,
                                                    Stage.MQTT,
                                                    FailureCode.STEP_FAILED,
                                                    "not authorised"),
                                    pass ? null : "mqtt.connect",
                                    pass ? "confirmed" : "not authorised",
                                    null));
            store.nights().close(item, ItemOutcome.valueOf(outcome), "not authorised");
            return night.night();
        }
    }

    @Test
    void theNewestNightIsToldAndGivesTheExitCode() throws Exception {
        night("nightly", "PASS");
        night("nightly", "DEVICE_FAIL");

        Said said = report();

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .startsWith("1 new failure, in the device  ")
                .contains("device: DEVICE FAIL at mqtt.connect  1 run on lab/a with main")
                .contains("the same build b1 passed on");
    }

    @Test
    void aNightCanBeNamedOrThePlanOfTheNewest() throws Exception {
        String good = night("good", "PASS");
        night("bad", "DEVICE_FAIL");

        assertThat(report(good).code()).isZero();
        assertThat(report("--plan", "good").out()).startsWith("Everything passed  " + good);
        assertThat(report("--plan", "bad").code()).isEqualTo(1);
    }

    @Test
    void aNightThatDoesNotExistIsAUsageErrorThatNamesTheNewest() throws Exception {
        String there = night("nightly", "PASS");

        Said said = report("20200101T000000Z-none");

        assertThat(said.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(said.err()).startsWith("no night 20200101T000000Z-none in ").contains("the newest are " + there);
        assertThat(report("--plan", "other").err()).startsWith("no night of plan other in ");
        assertThat(report(there, "--plan", "nightly").err()).startsWith("NIGHT and --plan: give one of the two");
    }

    @Test
    void withoutALabNoneIsMade() {
        Said said = report();

        assertThat(said.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(said.err()).startsWith("no lab at ").contains("bench nightly PLAN makes it");
        assertThat(out).doesNotExist();
    }

    @Test
    void anAddressThatIsNoneIsSaidSoWithoutItsPassword() {
        assertThat(report("--lab", "lab.sqlite").err())
                .startsWith("--lab lab.sqlite: not an address; a lab of several");
        Said said = report("--lab", "postgresql://ann:s3cr3t@db/lab");
        assertThat(said.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(said.err()).startsWith("--lab: not an address").doesNotContain("s3cr3t");
    }

    @Test
    void theFilesAreWrittenAndThePageLeadsToTheReportsThatAreThere() throws Exception {
        night("nightly", "DEVICE_FAIL");
        Files.createDirectories(out.resolve(RUN));
        Files.writeString(out.resolve(RUN).resolve("report.html"), "<p>");
        Path html = directory.resolve("pages/night.html");
        Path junit = directory.resolve("night.xml");

        Said said = report("--html", html.toString(), "--junit", junit.toString(), "--json");

        assertThat(JsonMapper.shared().readTree(said.out()).path("exitCode").asInt())
                .isEqualTo(1);
        assertThat(html).content().contains("href=\"../runs/" + RUN + "/report.html\"");
        assertThat(junit).content().contains("<failure type=\"step-failed\"");
        assertThat(directory.resolve("pages")).isDirectoryContaining("glob:**/night.html");
        try (var files = Files.list(directory.resolve("pages"))) {
            assertThat(files).hasSize(1);
        }

        Files.delete(out.resolve(RUN).resolve("report.html"));
        report("--html", html.toString());
        assertThat(html).content().doesNotContain("report.html");
    }
}
