package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.clean;
import static org.numakerbench.crosscheck.RunLog.line;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.Extent;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Verdict;

/** Damage is proved before it excuses anybody; and a wire that loses bytes is nobody's lie. */
class DamagedWireTest {
    private static final Path RUNS = Path.of("src/test/resources/recorded-runs");
    private static final double RATE = 1.0 / 2000;

    @TempDir
    static Path scratch;

    /** What is done to a byte now and then. */
    enum Damage {
        DROPPED,
        FLIPPED
    }

    /** A capture of this wire, and how many bytes of it are not as they were sent. */
    record Damaged(List<EvidenceEntry> log, int hits) {}

    /**
     * Digits that are wrong cannot be told from a lie while no other byte shows that the wire is bad: that is so rare that it is
     * in none of these runs.
     */
    @ParameterizedTest
    @EnumSource
    void a_wire_that_damages_bytes_is_not_held_against_the_device(Damage damage) {
        int seeds = Extent.of(20, 200);
        int runs = 0;
        List<String> blamed = new ArrayList<>();
        for (String mbedOs : List.of("5.7.1", "5.9.7", "5.10.4", "5.12.4", "5.15.1")) {
            List<EvidenceEntry> recorded = PackedLog.entries(scratch, RUNS, "clean-" + mbedOs);
            int clean = judged(recorded).findings().size();
            for (long seed = 1; seed <= seeds; seed++) {
                Damaged wire = damaged(recorded, damage, seed);
                Judgement judgement = judged(wire.log());
                String which = mbedOs + ", seed " + seed + ", " + wire.hits() + " bytes: " + judgement.reason();
                runs++;
                if (judgement.owner() == Owner.DEVICE) {
                    blamed.add(which);
                }
                if (judgement.outcome() == Outcome.PASS && judgement.findings().size() < clean) {
                    assertThat(judgement.notes())
                            .as(which + ": a line is gone")
                            .anyMatch(note -> note.contains("is damaged (bytes"));
                }
            }
        }
        assertThat(blamed).as("of " + runs + " runs").isEmpty();
    }

    static Damaged damaged(List<EvidenceEntry> recorded, Damage damage, long seed) {
        Random random = new Random(seed);
        List<EvidenceEntry> log = new ArrayList<>();
        boolean reset = false;
        int hits = 0;
        for (EvidenceEntry entry : recorded) {
            reset |= entry.fact() instanceof Fact.ResetIssued;
            if (!reset || !(entry.fact() instanceof Fact.UartReceived it)) {
                log.add(entry);
                continue;
            }
            StringBuilder arrives = new StringBuilder();
            for (char sent : it.bytes().latin1().toCharArray()) {
                boolean hit = random.nextDouble() < RATE;
                int bit = 1 << random.nextInt(8);
                hits += hit ? 1 : 0;
                if (!hit || damage == Damage.FLIPPED) {
                    arrives.append(hit ? (char) (sent ^ bit) : sent);
                }
            }
            log.add(new EvidenceEntry(
                    entry.seq(),
                    entry.at(),
                    entry.monoNanos(),
                    new Fact.UartReceived(Bytes.latin1(arrives.toString()))));
        }
        return new Damaged(log, hits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connecting the spare antenna",
                "Connection to shelf 4 is fine",
                "[INFO] [APP] [a.cpp:12] all well",
                "my blinky is alive",
                "MQTT connects well",
                "Message to publisher"
            })
    void a_line_that_is_simply_not_the_firmwares_excuses_no_lie_and_is_no_damage(String innocent) {
        Fact more = new Fact.UartReceived(Bytes.latin1(innocent + "\r\n"));

        Judgement honest = clean().after(line("Using Mbed OS"), more).judge();
        Judgement lie = clean().after(line("Using Mbed OS"), more)
                .uartReplacing("{\"version\":77,", "{\"version\":78,")
                .judge();

        assertThat(honest.outcome()).as(honest.reason()).isEqualTo(Outcome.PASS);
        assertThat(honest.notes()).noneMatch(note -> note.contains("damaged"));
        assertThat(lie.outcome()).as(lie.reason()).isEqualTo(Outcome.MISMATCH);
    }

    @Test
    void a_line_that_nearly_is_the_one_that_is_missing_is_damaged() {
        Judgement judgement = clean().uartReplacing("Using Mbed OS 5.7.1", "Uxing Mbed OS 5.7.1")
                .judge();

        assertThat(judgement.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(judgement.findings()).noneMatch(it -> it.verdict() == Verdict.REFUTED);
        assertThat(judgement.notes()).anyMatch(note -> note.contains("is damaged (bytes"));
    }

    /** Words of the clean run, printed wrong once, and what the finding is about. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MQTT publishes message to Nuvoton/Mbed/D001 | MQTT publishes message to Nuvoton/Med/D001",
                "MQTT publishes message to Nuvoton/Mbed/D001 | MQTT publishes message to Nuwoton/Mbed/D001",
                "OU=Symantec Trust Network | OU=Symanpec Trust Network",
                "OU=Symantec Trust Network | OU=Symatec Trust Network",
            })
    void one_wrong_letter_of_a_word_that_is_printed_right_elsewhere_is_the_wires(String right, String wrong) {
        Judgement judgement = clean().uartReplacing(right, wrong).judge();

        assertThat(judgement.findings()).noneMatch(it -> it.verdict() == Verdict.REFUTED);
        assertThat(judgement.owner()).isNotEqualTo(Owner.DEVICE);
    }

    @Test
    void a_word_that_is_always_wrong_is_the_devices() {
        Judgement judgement =
                clean().uartReplacing("Nuvoton/Mbed", "Nuwoton/Mbed").judge();

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.MISMATCH);
    }

    @Test
    void a_wrong_digit_is_the_devices() {
        Judgement judgement =
                clean().uartReplacing("{\"version\":77,", "{\"version\":76,").judge();

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.MISMATCH);
    }

    private static Judgement judged(List<EvidenceEntry> log) {
        Judge judge = new Judge();
        log.forEach(judge::accept);
        return judge.judgement();
    }

    @Test
    void what_the_driver_counted_proves_that_the_wire_is_bad() {
        RunLog lie = clean().uartReplacing("{\"version\":77,", "{\"version\":78,");
        Fact counted = new Fact.LineErrors(1, 0, 2, 0);

        Judgement alone = lie.judge();
        Judgement judgement = lie.after(line("{\"version\":78,"), counted).judge();

        assertThat(alone.outcome()).isEqualTo(Outcome.MISMATCH);
        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(judgement.owner()).isEqualTo(Owner.BENCH);
        assertThat(judgement.notes())
                .anyMatch(note -> note.startsWith("the port counted 1 framing error, 2 overruns (first by entry "));
    }

    @Test
    void errors_before_the_boot_and_breaks_excuse_nobody() {
        RunLog lie = clean().uartReplacing("{\"version\":77,", "{\"version\":78,");

        Judgement early = lie.after(Fact.ResetIssued.class::isInstance, new Fact.LineErrors(3, 0, 0, 1))
                .judge();
        Judgement breaks = lie.after(line("{\"version\":78,"), new Fact.LineErrors(0, 0, 0, 1))
                .judge();

        assertThat(early.outcome()).isEqualTo(Outcome.MISMATCH);
        assertThat(breaks.outcome()).isEqualTo(Outcome.MISMATCH);
    }
}
