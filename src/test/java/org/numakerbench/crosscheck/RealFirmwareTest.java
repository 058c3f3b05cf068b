package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.LimitFacts;
import org.numakerbench.model.Failure;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;

/**
 * Logs of the published firmware itself (Mbed OS 5.7.1), compiled for a board model and run as ARM code against the local
 * AWS IoT: what really happened is known. Two of the virtual board with its presence events changed.
 */
class RealFirmwareTest {
    @TempDir
    static Path scratch;

    private static List<EvidenceEntry> entries(String name) {
        return PackedLog.entries(scratch, PackedLog.REAL_FIRMWARE, name);
    }

    private static Judgement judged(List<EvidenceEntry> entries) {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        return judge.judgement();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "g1-nofix | DEVICE_FAIL | device | mqtt | unsuback-patch | without the UNSUBACK patch of its MQTT library",
                "g1-mw | DEVICE_FAIL | device | mqtt | step-failed | unsubscribes from Nuvoton/Mbed/+ failed: -1",
                "g1-cloudkill | CLOUD_FAULT | cloud | mqtt | witness-failed | Connection refused",
                "g1-wrongname | DEVICE_FAIL | setup | tls | wrong-endpoint | it connects with other.example:28883",
                "g1-pull-midrun | DEVICE_FAIL | device | mqtt | network-lost | came after 30 s, by time-out",
                "g1-takeover | BENCH_FAULT | setup | mqtt | client-id-taken-over | DUPLICATE_CLIENTID (entry 348)",
                "g1-pol-nopub | BENCH_FAULT | setup | mqtt | policy-refuses | iot:Publish on $aws/things/Nuvoton-Mbed-D001/shadow/update",
                "g1-nocable90 | DEVICE_FAIL | device | network | no-network | nothing for 90000 ms (limits.silence)",
                "client-id-taken-over | BENCH_FAULT | setup | mqtt | client-id-taken-over | DUPLICATE_CLIENTID (entry 76)"
            })
    void what_happened_is_named_with_whoever_has_to_act(
            String name, Outcome outcome, String owner, String stage, String code, String words) {
        Judgement judgement = judged(entries(name));

        Failure failure = judgement.failure();
        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(outcome);
        assertThat(failure).isNotNull();
        assertThat(failure.owner()).as(failure.text()).isEqualTo(Owner.of(owner));
        assertThat(failure.stage())
                .as(failure.text())
                .isEqualTo(Stage.valueOf(stage.toUpperCase(java.util.Locale.ROOT)));
        assertThat(failure.code().word()).as(failure.text()).isEqualTo(code);
        assertThat(failure.text()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"g1-clean", "g1-loop", "disconnect-without-reason"})
    void an_honest_run_passes(String name) {
        Judgement judgement = judged(entries(name));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
        assertThat(byVerdict(judgement).keySet()).isSubsetOf(Verdict.CONFIRMED, Verdict.UNCHECKABLE);
        assertThat(byVerdict(judgement).get(Verdict.CONFIRMED)).isGreaterThanOrEqualTo(58);
    }

    private static Map<Verdict, Long> byVerdict(Judgement judgement) {
        return judgement.findings().stream().collect(Collectors.groupingBy(Finding::verdict, Collectors.counting()));
    }

    @Test
    void the_lost_network_is_told_by_what_the_cloud_and_the_witness_saw() {
        assertThat(judged(entries("g1-pull-midrun")).reason())
                .contains("the cloud saw no end of its session")
                .contains("the witness kept its connection")
                .doesNotContain("UNSUBACK");
    }

    @Test
    void a_refusing_policy_is_named_by_both_of_its_signs() {
        assertThat(judged(entries("g1-pol-nopub")).reason())
                .contains("AUTH_ERROR")
                .contains("POST /topics/$aws/things/Nuvoton-Mbed-D001/shadow/update with HTTP 403");
    }

    @Test
    void another_clients_session_is_not_taken_for_the_devices() {
        assertThat(judged(entries("g1-takeover")).findings())
                .filteredOn(it -> "MQTT disconnects OK".equals(it.claim()))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.verdict()).isEqualTo(Verdict.UNSEEN);
                    assertThat(it.reason()).contains("another client").doesNotContain("CONNECTION_LOST");
                });
    }

    @Test
    void a_loop_is_named_and_so_is_the_limit_that_ended_it() {
        Judgement judgement = judged(entries("g1-loop"));

        assertThat(judgement.notes())
                .anyMatch(it -> it.contains("tests in a loop: its first loop is judged, loop 4 had begun")
                        && it.contains("limits.run (120000 ms)"));
        assertThat(judgement.findings()).noneMatch(it -> it.reason().contains("missing"));
        assertThat(judgement.notes()).as("what is wrong with lines").noneMatch(it -> it.startsWith("line "));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void as_many_loops_are_judged_as_the_profile_asks_for(int loops) {
        Judgement judgement = judged(withLoops("g1-loop", loops));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
        assertThat(byVerdict(judgement).keySet()).isSubsetOf(Verdict.CONFIRMED, Verdict.UNCHECKABLE);
        assertThat(judgement.findings())
                .filteredOn(it -> it.step().equals("mqtt.user.publish") && it.verdict() == Verdict.CONFIRMED)
                .hasSize(loops);
    }

    @Test
    void more_loops_than_the_run_had_time_for_are_the_runs_limit() {
        Judgement judgement = judged(withLoops("g1-loop", 9));

        assertThat(judgement.outcome()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.failure().code().word()).isEqualTo("run-limit");
        assertThat(judgement.reason())
                .contains("limits.run")
                .contains("120000 ms")
                .doesNotContain("silent");
    }

    /** A lie in the loop that is judged stays one, though a later loop did what it claims. */
    @Test
    void a_later_loop_confirms_nothing_of_an_earlier_one() {
        List<EvidenceEntry> entries = new ArrayList<>(entries("g1-loop"));
        EvidenceEntry published = entries.stream()
                .filter(it -> it.fact() instanceof Fact.MqttReceived mqtt
                        && mqtt.topic().equals("Nuvoton/Mbed/D001"))
                .findFirst()
                .orElseThrow();
        entries.remove(published);

        assertThat(judged(entries).findings())
                .filteredOn(it -> it.step().equals("mqtt.user.publish"))
                .singleElement()
                .satisfies(it -> assertThat(it.verdict()).isNotEqualTo(Verdict.CONFIRMED));
    }

    /** An experiment resets its board when a loop has failed: what comes then is another run's. */
    @Test
    void a_log_that_goes_on_with_further_boots_is_judged_by_its_first() {
        List<EvidenceEntry> loops = entries("g1-loop");
        List<Fact> facts = new ArrayList<>();
        int end = 0;
        while (!(loops.get(end).fact() instanceof Fact.LimitExpired)) {
            facts.add(loops.get(end++).fact());
        }
        facts.add(new Fact.ResetIssued("socket"));
        facts.add(new Fact.ResetReturned("socket"));
        entries("g1-wrongname").stream()
                .map(EvidenceEntry::fact)
                .dropWhile(it -> !(it instanceof Fact.ResetReturned))
                .skip(1)
                .forEach(facts::add);

        Judgement judgement = judged(renumbered(loops, facts));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
        assertThat(judgement.notes()).anyMatch(it -> it.contains("tests in a loop"));
    }

    @Test
    void bytes_of_the_firmware_itself_are_no_noise() {
        assertThat(judged(entries("g1-clean")).notes())
                .anyMatch(it -> it.equals("ignored 1 byte before the boot banner"));
    }

    @Test
    void ram_that_nobody_knows_is_no_figure() {
        assertThat(judged(entries("g1-clean")).heap().ramBytes()).isNull();
    }

    private static List<EvidenceEntry> withLoops(String name, @Nullable Integer loops) {
        return changed(entries(name), fact -> fact instanceof Fact.RunStarted it ? started(it.context(), loops) : fact);
    }

    private static Fact started(RunContext of, @Nullable Integer loops) {
        LimitFacts limits = of.limits();
        return new Fact.RunStarted(new RunContext(
                of.schema(),
                of.run(),
                of.bench(),
                of.board(),
                of.target(),
                of.image(),
                of.identity(),
                of.endpoint(),
                of.phases(),
                of.ramBytes(),
                new LimitFacts(
                        limits.firstByteMs(),
                        limits.bannerMs(),
                        limits.silenceMs(),
                        limits.networkMs(),
                        limits.runMs(),
                        limits.messageWaitMs(),
                        limits.lifecycleWaitMs(),
                        loops),
                of.secrets(),
                of.build()));
    }

    private static List<EvidenceEntry> changed(List<EvidenceEntry> entries, UnaryOperator<Fact> change) {
        return renumbered(
                entries, entries.stream().map(EvidenceEntry::fact).map(change).toList());
    }

    private static List<EvidenceEntry> renumbered(List<EvidenceEntry> like, List<Fact> facts) {
        List<EvidenceEntry> entries = new ArrayList<>();
        for (Fact fact : facts) {
            EvidenceEntry at = like.get(Math.min(entries.size(), like.size() - 1));
            entries.add(new EvidenceEntry(entries.size() + 1, at.at(), at.monoNanos(), fact));
        }
        return entries;
    }
}
