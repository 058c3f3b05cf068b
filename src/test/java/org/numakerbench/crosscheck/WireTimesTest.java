package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Measurement;

/** How near a run's timings come to what the device did, on wires of known pace; the firmware's own README is what is printed. */
class WireTimesTest {
    private static final long NANOS_PER_MS = 1_000_000;

    /** What the device waits for ahead of a text, in milliseconds, and how that measurement is called. */
    private static final Map<String, Map.Entry<String, Long>> WAITS = new LinkedHashMap<>();

    static {
        WAITS.put("Starting AWS IoT test", Map.entry("time.reset-to-banner", 700L));
        WAITS.put("Connecting with", Map.entry("time.dhcp", 2_100L));
        WAITS.put("Starting the TLS", Map.entry("time.tcp", 180L));
        WAITS.put("TLS connection to", Map.entry("time.tls-handshake", 2_500L));
        WAITS.put("\rMQTT connects OK", Map.entry("time.mqtt-connect", 420L));
    }

    /** The log of a run whose board prints at this pace. */
    private static List<EvidenceEntry> log(int baud, boolean isPaced, long stalledMs) {
        byte[] wire = RunLog.sample("seed-mqtt-5.7.wire.log").getBytes(StandardCharsets.ISO_8859_1);
        String text = new String(wire, StandardCharsets.ISO_8859_1);
        Map<Integer, Long> waits = new LinkedHashMap<>();
        WAITS.forEach((words, wait) -> waits.put(text.indexOf(words), wait.getValue()));
        List<EvidenceEntry> entries = new ArrayList<>();
        add(entries, 0, new Fact.RunStarted(RunLog.CONTEXT));
        add(entries, 1, new Fact.PortOpened("/dev/ttyACM0", "/dev/ttyACM0", baud));
        add(entries, 2, new Fact.ResetIssued("break"));
        add(entries, 3, new Fact.ResetReturned("break"));
        long nanos = 2;
        // As a USB adapter does: whatever came in the last millisecond or sixteen.
        Random random = new Random(1);
        int from = 0;
        for (int at = 0; at < wire.length; at++) {
            Long wait = waits.get(at);
            if (wait != null) {
                if (at > from) {
                    add(entries, nanos, new Fact.UartReceived(Bytes.of(wire, from, at - from)));
                    from = at;
                }
                nanos += wait * NANOS_PER_MS;
                if (stalledMs > 0 && text.startsWith("TLS connection", at)) {
                    add(entries, nanos, new Fact.HostLag(stalledMs, stalledMs, stalledMs));
                }
            }
            nanos += isPaced ? 10_000_000_000L / baud : 1_000;
            if (at + 1 - from > random.nextInt(16) || at + 1 == wire.length) {
                add(entries, nanos, new Fact.UartReceived(Bytes.of(wire, from, at + 1 - from)));
                from = at + 1;
            }
        }
        add(entries, nanos + NANOS_PER_MS, new Fact.CaptureEnded("the device is done"));
        add(entries, nanos + 2 * NANOS_PER_MS, new Fact.RunEnded());
        return entries;
    }

    private static void add(List<EvidenceEntry> entries, long nanos, Fact fact) {
        entries.add(new EvidenceEntry(entries.size() + 1L, Instant.EPOCH.plusNanos(nanos), nanos, fact));
    }

    private static Map<String, Measurement> measured(List<EvidenceEntry> entries) {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        return judge.judgement().measurements().stream()
                .collect(Collectors.toMap(Measurement::name, Function.identity()));
    }

    @ParameterizedTest
    @ValueSource(ints = {9600, 115200})
    void onAPacedWireTimesAreTrueByALinesOwnLength(int baud) {
        Map<String, Measurement> measured = measured(log(baud, true, 0));

        WAITS.values().forEach(wait -> {
            Measurement it = measured.get(wait.getKey());
            assertThat(it).as(wait.getKey()).isNotNull();
            assertThat(it.resolution()).as(wait.getKey()).isBetween(1.0, 100 * 10_000.0 / baud + 1);
            assertThat(it.samples().median() - wait.getValue())
                    .as(wait.getKey())
                    .isBetween(-it.resolution(), it.resolution());
        });
    }

    @Test
    void withoutPaceTheClockIsTheResolution() {
        Map<String, Measurement> measured = measured(log(9600, false, 0));

        WAITS.values().forEach(wait -> {
            Measurement it = measured.get(wait.getKey());
            assertThat(it.resolution()).isEqualTo(1);
            assertThat(it.samples().median() - wait.getValue()).isBetween(-1.0, 1.0);
        });
    }

    /** The device cannot be blamed for what the host did not read. */
    @Test
    void aTimeInWhichTheHostWasHeldUpIsNotMeasured() {
        assertThat(measured(log(9600, true, 0))).containsKeys("time.tls-handshake", "time.connect", "time.tcp");
        assertThat(measured(log(9600, true, 150)))
                .containsKeys("time.tcp", "time.mqtt-connect")
                .doesNotContainKeys("time.tls-handshake", "time.connect", "time.step.mqtt.tls");
    }

    /** Together they are the whole run, from the first line to the last. */
    @Test
    void stepsTogetherTakeAsLongAsTheRun() {
        List<EvidenceEntry> log = log(9600, true, 0);
        double steps = measured(log).values().stream()
                .filter(it -> it.name().startsWith("time.step."))
                .mapToDouble(it -> it.samples().median())
                .sum();
        long end = log.get(log.size() - 3).monoNanos();
        double banner = measured(log).get("time.reset-to-banner").samples().median();

        assertThat(steps).isBetween(end / 1e6 - banner - 60, end / 1e6 - banner);
    }
}
