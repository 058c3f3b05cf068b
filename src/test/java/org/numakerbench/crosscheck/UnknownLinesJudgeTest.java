package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.clean;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;

/** Lines that are not the firmware's cost a little each, however many claims are open meanwhile. */
class UnknownLinesJudgeTest {
    private static final int LINES = 100_000;

    @Test
    void a_hundred_thousand_of_them_are_judged_in_two_seconds_of_processor_time() {
        List<EvidenceEntry> log = flooded();
        judged(log);

        long began = processorNanos();
        Judge judge = judged(log);
        Duration took = Duration.ofNanos(processorNanos() - began);

        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(judge.claims()).hasSizeLessThanOrEqualTo(FloodBounds.MOST_CLAIMS);
        Findings.in(judge.judgement())
                .have(Outcome.MISMATCH)
                .say(
                        "mqtt.user.publish",
                        "publishes",
                        Verdict.REFUTED,
                        "the witness was awake and saw no such message");
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Judge judged(List<EvidenceEntry> log) {
        Judge judge = new Judge();
        log.forEach(judge::accept);
        return judge;
    }

    /** While a publish is open that never reached the cloud. */
    private static List<EvidenceEntry> flooded() {
        List<EvidenceEntry> recorded = clean().withoutMessagesOn(USER_TOPIC).entries();
        List<EvidenceEntry> log = new ArrayList<>();
        for (EvidenceEntry each : recorded) {
            if (RunLog.line("MQTT unsubscribes from Nuvoton/Mbed/+").test(each.fact())) {
                for (int i = 0; i < LINES; i++) {
                    String line = "sensor " + i + " says " + i * 7919L + " and is well\r\n";
                    log.add(like(each, log.size(), new Fact.UartReceived(Bytes.latin1(line))));
                }
            }
            log.add(like(each, log.size(), each.fact()));
        }
        return log;
    }

    private static EvidenceEntry like(EvidenceEntry entry, int before, Fact fact) {
        return new EvidenceEntry(before + 1, entry.at(), entry.monoNanos(), fact);
    }
}
