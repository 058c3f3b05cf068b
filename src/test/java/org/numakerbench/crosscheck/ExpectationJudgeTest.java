package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;
import static org.numakerbench.model.Verdict.UNSEEN;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceJson;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.ExpectedLine.Order;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Message;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.evidence.FirmwareDescription.Trust;
import org.numakerbench.evidence.HostText;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** What a description expects of a boot, and when the device is to blame for what did not come. */
class ExpectationJudgeTest {
    private static final String WIRE = """
            Node 1.2 starts\r
            Sensor ready\r
            Press h\r
            Heap 812 of 2048\r
            Radio up\r
            Count 1\r
            Count 2\r
            All done\r
            """;
    private static final HostText PRESS =
            new HostText("Press h", "h", "Heap {:int} of {:int}", seconds(2), "node.heap");

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Line row(String name, String pattern) {
        return new Line(
                name, pattern, null, null, "node." + name, null, false, Trust.NEUTRAL, "none", null, null, null);
    }

    private static FirmwareDescription node(List<ExpectedLine> expect, List<String> failOn, List<HostText> send) {
        return new FirmwareDescription(
                "node.yaml",
                null,
                "Node {version:word} starts",
                "All done",
                List.of(
                        row("sensor", "Sensor ready"),
                        row("press", "Press h"),
                        row("heap", "Heap {used:int} of {all:int}"),
                        row("radio", "Radio up"),
                        row("count", "Count {n:int}")),
                List.of(),
                expect,
                failOn,
                send);
    }

    private static ExpectedLine expect(String line, @Nullable Duration within) {
        return new ExpectedLine(line, null, within, null, null, null, null, null);
    }

    private static ExpectedLine often(
            String line, @Nullable Integer times, @Nullable Integer min, @Nullable Integer max) {
        return new ExpectedLine(line, null, null, null, times, min, max, null);
    }

    private static RunLog log(ExpectedLine... expect) {
        return RunLog.own(node(List.of(expect), List.of(), List.of()), WIRE);
    }

    private static RunLog dialogue() {
        return RunLog.own(node(List.of(), List.of(), List.of(PRESS)), WIRE)
                .after(line("Press h"), new Fact.UartSent(Bytes.latin1("h"), 0));
    }

    private static void blamesTheDevice(Judgement judgement, String... words) {
        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.failure().code()).isEqualTo(FailureCode.NOT_AS_EXPECTED);
        assertThat(judgement.failure().owner()).isEqualTo(Owner.DEVICE);
        assertThat(judgement.reason()).contains(words);
    }

    private static void blamesNobody(Judgement judgement, String... words) {
        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(judgement.findings()).extracting(Finding::verdict).doesNotContain(REFUTED);
        assertThat(judgement.findings()).anySatisfy(it -> {
            assertThat(it.verdict()).isEqualTo(UNSEEN);
            assertThat(it.reason()).contains(words);
        });
    }

    @Test
    void what_comes_in_order_and_in_time_is_all_that_such_a_firmware_needs_to_pass() {
        Judgement judgement = log(
                        expect("sensor", seconds(1)), expect("Radio up", seconds(1)), often("count", 2, null, null))
                .judge();

        Findings.in(judgement)
                .have(Outcome.PASS)
                .say("node.sensor", "Sensor ready", CONFIRMED, "behind \"Node 1.2 starts\"; 1.0 s are allowed")
                .say("expect", "Radio up", CONFIRMED, "behind \"Sensor ready\"; 1.0 s are allowed")
                .say("node.count", "Count 2", CONFIRMED, "it came behind \"Radio up\"");
    }

    @Test
    void without_expectations_nothing_speaks_for_it() {
        assertThat(log().judge().failure().code()).isEqualTo(FailureCode.NOTHING_MATCHED);
    }

    /** Where the cloud could have shown something, what the device says of itself is not enough. */
    @Test
    void what_the_cloud_could_have_shown_it_must_have_shown() {
        Line publishes = new Line(
                "publishes",
                "Sent to {topic:word}",
                null,
                null,
                null,
                Says.OK,
                false,
                null,
                null,
                new Message("{topic}", null, null, Map.of(), List.of()),
                null,
                null);
        FirmwareDescription cloud = new FirmwareDescription(
                "node.yaml",
                null,
                "Node {version:word} starts",
                "All done",
                List.of(publishes),
                List.of(),
                List.of(expect("Sensor ready", null)),
                null,
                null);

        Judgement judgement = RunLog.own(cloud, WIRE).judge();

        assertThat(judgement.failure().code()).isEqualTo(FailureCode.NOTHING_MATCHED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sensor ready\r\n", "Radio up\r\n"})
    void a_line_that_never_comes_is_the_devices(String lost) {
        Judgement judgement = log(expect("sensor", seconds(5)), expect("radio", null), expect("count", null))
                .uartReplacing(lost, "")
                .judge();

        blamesTheDevice(judgement, "it never came behind", "next came line");
        assertThat(judgement.findings())
                .as("one that is missing does not make others late")
                .extracting(Finding::verdict)
                .containsOnlyOnce(REFUTED);
    }

    @Test
    void a_line_that_comes_late_is_the_devices_and_the_time_is_said() {
        Judgement judgement = log(expect("sensor", null), expect("radio", seconds(2)))
                .passing(3_000, line("Radio up"))
                .judge();

        blamesTheDevice(
                judgement, "node.radio: \"Radio up\": it came 3.0 s behind \"Sensor ready\"; 2.0 s are allowed");
    }

    /** From the line that it names, also where others come between the two. */
    @Test
    void time_counts_from_the_line_that_is_named() {
        ExpectedLine radio = new ExpectedLine("radio", "sensor", seconds(2), null, null, null, null, null);

        blamesTheDevice(
                log(expect("sensor", null), expect("press", null), radio)
                        .passing(1_200, line("Heap 812"))
                        .passing(1_200, line("Radio up"))
                        .judge(),
                "it came 2.4 s behind \"Sensor ready\"");
    }

    @Test
    void a_line_that_comes_ahead_of_its_place_is_the_devices() {
        blamesTheDevice(
                log(expect("radio", null), expect("sensor", null)).judge(), "it came at line 2, ahead of \"Radio up\"");
    }

    @Test
    void in_any_order_it_may_come_anywhere() {
        ExpectedLine sensor = new ExpectedLine("sensor", null, seconds(1), Order.ANY, null, null, null, null);

        Findings.in(log(expect("radio", null), sensor).judge()).have(Outcome.PASS);
    }

    @Test
    void a_line_that_comes_too_often_is_the_devices() {
        blamesTheDevice(
                log(often("count", 1, null, null)).judge(),
                "\"Count 2\": it came 2 times; its description allows 1 time");
        blamesTheDevice(log(often("count", null, 3, 4)).judge(), "it came 2 times, not 3 behind");
        Findings.in(log(often("count", null, 1, 2), often("Brown-out", null, 0, 1))
                        .judge())
                .have(Outcome.PASS);
    }

    @Test
    void behind_another_line_it_is_due_only_when_that_came() {
        ExpectedLine radio = new ExpectedLine("radio", "press", seconds(1), null, null, null, null, null);
        ExpectedLine never = new ExpectedLine("radio", "Second press", seconds(1), null, null, null, null, null);

        Findings.in(log(radio, never).judge())
                .have(Outcome.PASS)
                .say("node.radio", "Radio up", CONFIRMED, "behind \"Press h\"")
                .sayUnsaid("node.radio", UNCHECKABLE, "never due: \"Second press\" never came");
    }

    @Test
    void what_must_never_come_fails_the_run_wherever_it_stands_in_a_line() {
        Judgement judgement = RunLog.own(
                        node(List.of(expect("sensor", null)), List.of("ASSERT {where:word}"), List.of()), WIRE)
                .uartReplacing("Radio up", "[radio] ASSERT main.c:12 failed")
                .judge();

        blamesTheDevice(judgement, "\"[radio] ASSERT main.c:12 failed\"", "\"ASSERT {where:word}\" must never come");
    }

    /** The payload of a message is its sender's word. */
    @Test
    void what_others_say_is_not_looked_into() {
        FirmwareDescription example = new FirmwareDescription(
                "own.yaml",
                FirmwareDescription.EXAMPLE,
                null,
                null,
                List.of(),
                List.of(),
                null,
                List.of("Hello"),
                null);
        RunLog log = RunLog.clean()
                .replacing(fact -> fact instanceof Fact.RunStarted it
                        ? new Fact.RunStarted(it.context().of(example))
                        : fact);

        assertThat(log.judge().outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void the_first_trouble_in_wire_order_names_the_outcome() {
        FirmwareDescription asserting = node(List.of(expect("radio", null)), List.of("ASSERT"), List.of());

        blamesTheDevice(
                RunLog.own(asserting, WIRE)
                        .uartReplacing("Sensor ready", "ASSERT sensor.c")
                        .silentAfter("Press h")
                        .judge(),
                "ASSERT sensor.c");
        assertThat(RunLog.own(asserting, WIRE)
                        .silentAfter("Press h")
                        .judge()
                        .failure()
                        .code())
                .as("silence is silence, whatever was expected")
                .isEqualTo(FailureCode.HANG);
    }

    @Test
    void a_line_that_was_damaged_is_not_missed() {
        String[] damages = {"Sensor re\u0000dy", "Sensr ready", "\u00ff\u00fe", "xSensor readyPress"};
        for (String damage : damages) {
            blamesNobody(
                    log(expect("sensor", seconds(1)), expect("radio", null))
                            .uartReplacing("Sensor ready", damage)
                            .judge(),
                    "may be what is left of it");
        }
    }

    @Test
    void damage_elsewhere_excuses_nothing() {
        blamesTheDevice(
                log(expect("sensor", seconds(1)), expect("press", null), expect("radio", null))
                        .uartReplacing("Sensor ready\r\n", "")
                        .uartReplacing("Count 1", "Count \u0000\u00fe")
                        .judge(),
                "it never came");
    }

    @Test
    void a_line_that_came_while_the_port_was_away_is_not_missed() {
        int from = WIRE.indexOf("Sensor");
        blamesNobody(
                log(expect("sensor", seconds(1)), expect("radio", null))
                        .portAway(from, from + 10)
                        .judge(),
                "it never came");
    }

    @Test
    void what_a_port_counted_as_changed_is_not_missed() {
        blamesNobody(
                log(expect("sensor", seconds(1)), expect("radio", null))
                        .uartReplacing("Sensor ready\r\n", "")
                        .after(line("Press h"), new Fact.LineErrors(1, 0, 0, 0))
                        .judge(),
                "framing error");
    }

    @Test
    void a_late_line_is_the_hosts_when_the_host_was_late() {
        Judgement judgement = log(expect("sensor", null), expect("radio", seconds(2)))
                .passing(3_000, line("Radio up"))
                .before(line("Radio up"), new Fact.HostLag(3_000, 1_500, 1_500))
                .judge();

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.BENCH_FAULT);
        assertThat(judgement.failure().code()).isEqualTo(FailureCode.HOST_STALLED);
    }

    @Test
    void a_late_line_behind_a_damaged_one_is_nobodys() {
        blamesNobody(
                log(expect("sensor", null), expect("Count {:int}", seconds(2)))
                        .uartReplacing("Count 1", "Cou\u0000t 1")
                        .passing(3_000, line("Count 2"))
                        .judge(),
                "it came 3.");
    }

    /** It was ahead of its place only by what is left of the other. */
    @Test
    void a_line_ahead_of_one_that_was_damaged_is_nobodys() {
        blamesNobody(
                log(expect("sensor", null), expect("press", null))
                        .uartReplacing("Sensor ready", "S\u0000ns\u00ffr r\u0001a\u0002y")
                        .uartReplacing("Count 1", "Sensor ready")
                        .judge(),
                "ahead of \"Sensor ready\"");
    }

    /** What the device reports itself names the outcome, and is why more does not come. */
    @Test
    void what_follows_from_another_failure_is_not_held_against_the_device_again() {
        Line failed = new Line(
                "failed", "Radio failed", null, null, "node.radio", Says.FAILED, false, null, null, null, null, null);
        List<Line> lines = Stream.concat(node(List.of(), List.of(), List.of()).lines().stream(), Stream.of(failed))
                .toList();
        FirmwareDescription firmware = new FirmwareDescription(
                "node.yaml",
                null,
                "Node {version:word} starts",
                "All done",
                lines,
                List.of(),
                List.of(expect("radio", seconds(5))),
                null,
                null);

        Judgement judgement = RunLog.own(firmware, WIRE)
                .uartReplacing("Radio up", "Radio failed")
                .judge();

        assertThat(judgement.failure().code()).isEqualTo(FailureCode.STEP_FAILED);
        assertThat(judgement.findings()).extracting(Finding::verdict).doesNotContain(REFUTED);
    }

    @Test
    void where_the_bench_failed_nothing_is_missed() {
        Judgement judgement = log(expect("sensor", null), expect("radio", null))
                .cutAfter("Press h", new Fact.BenchFailed(Stage.SERIAL, FailureCode.PORT_GONE, "gone", "plug it in"))
                .judge();

        assertThat(judgement.outcome()).isEqualTo(Outcome.BENCH_FAULT);
        assertThat(judgement.findings()).extracting(Finding::verdict).doesNotContain(REFUTED);
    }

    @Test
    void a_run_that_the_bench_cut_short_misses_nothing() {
        Judgement judgement = log(expect("sensor", null), expect("radio", seconds(60)))
                .cutAfter("Press h", new Fact.LimitExpired(Limit.RUN, 600_000), new Fact.CaptureEnded("too long"))
                .judge();

        assertThat(judgement.findings()).extracting(Finding::verdict).doesNotContain(REFUTED);
    }

    @Test
    void an_answer_in_time_is_confirmed() {
        Findings.in(dialogue().judge())
                .have(Outcome.PASS)
                .say("node.heap", "Heap 812 of 2048", CONFIRMED, "behind the bench sent \"h\"");
    }

    @Test
    void an_answer_that_is_late_or_missing_is_the_devices() {
        blamesTheDevice(
                dialogue().passing(3_000, line("Heap 812")).judge(), "it came 3.0 s behind the bench sent \"h\"");
        blamesTheDevice(
                dialogue().uartReplacing("Heap 812 of 2048\r\n", "").judge(),
                "it never came after the bench sent \"h\"",
                "2.0 s are allowed; next came line 4, \"Radio up\"");
    }

    /** What came before is no answer. */
    @Test
    void an_answer_counts_only_behind_the_question() {
        blamesTheDevice(
                dialogue()
                        .uartReplacing("Heap 812 of 2048\r\n", "")
                        .uartReplacing("Sensor ready\r\n", "Heap 1 of 2\r\n")
                        .judge(),
                "it never came after");
    }

    @Test
    void what_was_not_sent_is_not_held_against_the_device() {
        RunLog unsent = RunLog.own(node(List.of(), List.of(), List.of(PRESS)), WIRE);

        blamesNobody(unsent.judge(), "the bench never sent \"h\": the run ended before");
        blamesNobody(
                RunLog.own(node(List.of(), List.of(), List.of(PRESS)), WIRE)
                        .silentAfter("Press h")
                        .judge(),
                "the bench never sent \"h\"");
    }

    /** A board that waits for a text is silent, and rightly so, when its prompt was damaged. */
    @ParameterizedTest
    @ValueSource(strings = {"Pr\u0000ss h", "\u00ff\u00fe\u00fd"})
    void a_board_that_waits_for_what_was_not_sent_does_not_hang(String prompt) {
        Judgement judgement = RunLog.own(node(List.of(), List.of(), List.of(PRESS)), WIRE)
                .uartReplacing("Press h", prompt)
                .silentAfter(prompt.substring(0, 2))
                .judge();

        blamesNobody(judgement, "the bench never sent \"h\": \"Press h\" was not read; the wire was damaged");
    }

    @Test
    void where_the_wire_is_damaged_the_text_to_the_board_may_be_too() {
        Judgement judgement = dialogue()
                .uartReplacing("Sensor ready", "Sens\u0000r ready")
                .silentAfter("Press h")
                .before(fact -> fact instanceof Fact.LimitExpired, new Fact.UartSent(Bytes.latin1("h"), 0))
                .judge();

        blamesNobody(judgement, "bytes were damaged, and those to the board may be, too");
    }

    @Test
    void a_prompt_that_never_came_is_told() {
        Findings.in(RunLog.own(node(List.of(expect("sensor", null)), List.of(), List.of(PRESS)), WIRE)
                        .uartReplacing("Press h\r\n", "")
                        .judge())
                .have(Outcome.PASS)
                .sayUnsaid("node.heap", UNCHECKABLE, "the bench never sent \"h\": \"Press h\" never came");
    }

    @Test
    void an_older_boots_text_is_not_looked_at() {
        RunLog log = log(often("count", 2, null, null));
        log.before(line("Node 1.2"), new Fact.UartReceived(Bytes.latin1("Node 1.2 starts\r\nCount 1\r\nCount 2\r\n")));

        Findings.in(log.judge()).have(Outcome.PASS);
    }

    @Test
    void the_log_alone_gives_the_same() throws Exception {
        List<EvidenceEntry> entries = dialogue().entries();
        Judge read = new Judge();
        for (EvidenceEntry entry : entries) {
            byte[] line = EvidenceJson.line(entry);
            read.accept(EvidenceJson.entry(line, 0, line.length));
        }

        assertThat(read.judgement()).isEqualTo(dialogue().judge());
    }
}
