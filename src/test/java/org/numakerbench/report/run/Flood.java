package org.numakerbench.report.run;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

/** Far too much of something, in the midst of a run in which a claim waits for evidence that never comes. */
public enum Flood {
    RANDOM_BYTES(size -> wire(random(size))),
    EMPTY_LINES(size -> wire(repeat("\n", size))),
    ONE_ENDLESS_LINE(size -> wire(repeat("a", size))),
    RETURNS_WITHOUT_LINE_ENDS(size -> wire(repeat("MQTT \r", size))),
    SHORT_UNKNOWN_LINES(size -> wire(repeat("abc\n", size))),
    UNKNOWN_LINES(size -> wire(repeat("temperature of the room is 21 degrees and falling\r\n", size))),
    ALMOST_KNOWN_LINES(size -> wire(repeat("MQTT subscrib#s to Nuvoton/Mbed/+ OK\r\n", size))),
    NEARLY_ALMOST_KNOWN_LINES(size -> wire(repeat("MQTT pub#?_x message {to} Nuv@@@@on OK failed\r\n", size))),
    BRACES(size -> wire(repeat("{", size))),
    BRACES_IN_LINES(size -> wire(repeat("{\n", size))),
    MARKUP(size -> wire(repeat("<img src=x onerror=\"alert(1)\">&&&&&&&<<<<<<<<>>>>>>>>>\r\n", size))),
    AN_ENDLESS_PAYLOAD(size -> wire(repeat("Message to publish:\r\n{\"a\":{\n", size))),
    SUBSCRIPTIONS(size -> wire(repeat("MQTT subscribes to Nuvoton/Mbed/+ OK\r\n", size))),
    FAILURES(size -> wire(repeat("MQTT connects failed: -1\r\n", size))),
    PUBLICATIONS(size -> wire(repeat("MQTT publishes message to Nuvoton/Mbed/D001 OK\r\n", size))),
    HEAP_FIGURES(size -> wire(repeat("Current heap size: 1351\r\n", size))),
    BANNERS(size -> wire(repeat("Starting AWS IoT test\r\nUsing Mbed OS 5.7.1\r\n", size))),
    PROGRESS_WITHOUT_RESULT(size -> wire(repeat("MQTT subscribing to Nuvoton/Mbed/+\r", size))),
    ARRIVALS(size ->
            wire(repeat("Message arrived: qos 1, retained 0, dup 0, packet id 1\r\nPayload:\r\n{\"a\":1}\r\n", size))),
    REQUESTS(size -> wire(repeat("POST /topics/Nuvoton/Mbed/D001?qos=1 HTTP/1.1\r\n\r\n", size))),
    PHASES(size -> wire(repeat("Subscribes/publishes user topic OK\r\n", size))),
    MESSAGES_ON_THE_USER_TOPIC(size -> cloud(size, i -> mqtt(RunLog.USER_TOPIC, "{\"n\":" + i + "}"))),
    MESSAGES_BESIDE_THE_USER_TOPIC(size -> cloud(size, i -> mqtt("Nuvoton/Mbed/" + i, "{\"n\":" + i + "}"))),
    SHADOW_UPDATES(size -> cloud(size, i -> mqtt(Flood.SHADOW + "update", "{\"state\":{\"n\":" + i + "}}"))),
    SHADOW_ANSWERS(size -> cloud(
            size, i -> mqtt(Flood.SHADOW + "update/accepted", "{\"state\":{\"n\":" + i + "},\"version\":" + i + "}"))),
    SHADOW_UPDATES_ANSWERED(size -> cloud(
            size,
            i -> mqtt(
                    Flood.SHADOW + (i % 2 == 0 ? "update" : "update/accepted"), "{\"state\":{\"n\":" + i / 2 + "}}"))),
    SESSIONS(size -> cloud(
            size, i -> mqtt("$aws/events/presence/connected/Nuvoton Client", "{\"sessionIdentifier\":\"" + i + "\"}"))),
    SUBSCRIPTION_EVENTS(size ->
            cloud(size, i -> mqtt("$aws/events/subscriptions/subscribed/Nuvoton Client", "{\"topics\":[\"x\"]}"))),
    LARGE_MESSAGES(size -> IntStream.range(0, size / 100_000)
            .mapToObj(i -> mqtt(RunLog.USER_TOPIC, i + "x".repeat(100_000)))
            .toList()),
    SHADOW_READS(size -> cloud(size, i -> new Fact.ShadowRead(i, "Nuvoton-Mbed-D001", 200, Bytes.utf8("{}")))),
    CANARIES(size -> cloud(size, i -> i % 2 == 0 ? new Fact.CanarySent("" + i) : new Fact.CanaryReturned("" + i))),
    WITNESS_LOST(size ->
            cloud(size, i -> i % 2 == 0 ? new Fact.WitnessDisconnected("?") : new Fact.WitnessConnected("w", "h"))),
    PORT_LOST(size -> cloud(
            size, i -> i % 2 == 0 ? new Fact.PortGone("?") : new Fact.PortReopened("/dev/x", "/dev/ttyACM1", 9600))),
    LINE_SETTINGS(size -> cloud(size, i -> new Fact.LineSettingsRepaired("baud " + i)));

    private static final String SHADOW = "$aws/things/Nuvoton-Mbed-D001/shadow/";
    private static final int CHUNK = 512;
    private final IntFunction<List<Fact>> facts;

    Flood(IntFunction<List<Fact>> facts) {
        this.facts = facts;
    }

    /** A whole log with about {@code size} bytes of it. */
    public List<EvidenceEntry> log(int size) {
        List<Fact> all = new ArrayList<>();
        RunLog.clean().withoutMessagesOn("$aws/events/presence/connected/Nuvoton Client").entries().stream()
                .map(EvidenceEntry::fact)
                .forEach(all::add);
        int at = 0;
        while (!(all.get(at) instanceof Fact.UartReceived it
                && it.bytes().latin1().startsWith("MQTT subscribing"))) {
            at++;
        }
        all.addAll(at, facts.apply(size));
        List<EvidenceEntry> entries = new ArrayList<>();
        Instant start = Instant.parse("2018-01-03T07:00:00Z");
        for (Fact fact : all) {
            long nanos = (entries.size() + 1) * 1_000_000L;
            entries.add(new EvidenceEntry(entries.size() + 1, start.plusNanos(nanos), nanos, fact));
        }
        return entries;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] repeat(String text, int size) {
        byte[] one = text.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[size];
        for (int at = 0; at < size; at++) {
            all[at] = one[at % one.length];
        }
        return all;
    }

    private static List<Fact> wire(byte[] bytes) {
        List<Fact> facts = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += CHUNK) {
            facts.add(
                    new Fact.UartReceived(Bytes.of(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK)))));
        }
        facts.add(new Fact.UartReceived(Bytes.latin1("\r\n")));
        return facts;
    }

    /** One entry for 100 bytes. */
    private static List<Fact> cloud(int size, IntFunction<Fact> fact) {
        return IntStream.range(0, size / 100).mapToObj(fact).toList();
    }

    private static Fact mqtt(String topic, String payload) {
        return new Fact.MqttReceived(topic, Bytes.utf8(payload), 1, false, false);
    }
}
