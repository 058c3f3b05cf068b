package org.numakerbench.crosscheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.CertificateFacts;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Limit;

/**
 * The evidence log of a run, for tests: the transcript of the firmware's own README (uart-samples/seed-mqtt-5.7.wire.log)
 * with what an honest cloud would have shown beside it. Tests change one thing and look at the findings.
 */
public final class RunLog {
    static final String HOST = "a1fbcwaqfqeozo.iot.us-east-1.amazonaws.com";
    static final String CLIENT = "Nuvoton Client";
    static final String SHADOW = "$aws/things/Nuvoton-Mbed-D001/shadow/";
    public static final String USER_TOPIC = "Nuvoton/Mbed/D001";
    static final String HELLO = "{ \"message\": \"Hello from Nuvoton Mbed device\" }";
    static final String REPORTED = "{ \"state\": { \"reported\": { \"attribute1\": 3, \"attribute2\": \"1\" } } }";

    static final CertificateFacts CERTIFICATE = new CertificateFacts(
            3,
            "3C:AC:B3:D3:3E:D8:6A:C9:2B:EF:D2:C5:B1:DC:BF:66",
            "C=US, O=Symantec Corporation, OU=Symantec Trust Network, CN=Symantec Class 3 ECC 256 bit SSL CA - G2",
            "C=US, ST=Washington, L=Seattle, O=Amazon.com, Inc., CN=*.iot.us-east-1.amazonaws.com",
            "2017-03-07 00:00:00",
            "2018-03-08 23:59:59",
            "ECDSA with SHA256",
            "EC",
            256,
            List.of("iot.us-east-1.amazonaws.com", "*.iot.us-east-1.amazonaws.com"),
            "CA=false",
            "Digital Signature",
            "TLS Web Server Authentication, TLS Web Client Authentication");

    /** What the profile of such a run says is secret. */
    public static final List<String> SECRETS = List.of("token=[0-9a-f]+");

    static final RunContext CONTEXT = context(8443, "mqtt");

    static RunContext context(int httpsPort, String... phases) {
        return new RunContext(
                RunContext.SCHEMA,
                "20180103T000000Z-m487-seed",
                "test-bench",
                "m487",
                "NUMAKER_PFM_M487",
                new RunContext.ImageFacts("seed", "00".repeat(32), "5.7.1", null),
                new RunContext.IdentityFacts("Nuvoton-Mbed-D001", CLIENT, USER_TOPIC, "Nuvoton/Mbed/+"),
                new RunContext.EndpointFacts(HOST, 8883, httpsPort),
                List.of(phases),
                160 * 1024,
                new RunContext.LimitFacts(5000, 10000, 45000, 600000, 10000, 30000),
                SECRETS,
                null);
    }

    /** What the service makes of {@link #REPORTED} when it comes by HTTPS. */
    static final String HTTPS_UPDATED = "{\"state\":{\"reported\":{\"attribute1\":3,\"attribute2\":\"1\"}},"
            + "\"version\":77,\"timestamp\":1515473210}";

    private final List<Fact> facts = new ArrayList<>();
    private final Map<Fact, Long> passingMs = new IdentityHashMap<>();
    private String request = "";
    private long reads;
    private long stepNanos = 10_000_000L;

    private RunLog() {}

    /** A run in which every claim is true. */
    public static RunLog clean() {
        return of("seed-mqtt-5.7.wire.log");
    }

    /** The HTTPS test alone, in which every claim is true. */
    static RunLog https() {
        return of(context(8443, "https"), sample("https-5.7.wire.log"));
    }

    /** A firmware of somebody's own, whose wire is this and of which the cloud shows nothing yet. */
    static RunLog own(FirmwareDescription firmware, String wire) {
        return of(CONTEXT.of(firmware), wire);
    }

    /** Both tests in one boot, MQTT first. */
    static RunLog both() {
        String mqtt = sample("seed-mqtt-5.7.wire.log");
        String https = sample("https-5.7.wire.log");
        return of(
                context(8443, "mqtt", "https"),
                mqtt.substring(0, mqtt.indexOf("\r\nCurrent heap size"))
                        + https.substring(https.indexOf("Connecting with")));
    }

    /** The transcript {@code sample}, with the cloud of a clean run as far as the transcript goes. */
    static RunLog of(String sample) {
        return of(CONTEXT, sample(sample));
    }

    private static RunLog of(RunContext context, String wire) {
        RunLog log = new RunLog();
        log.before(context);
        for (String line : wire.split("(?<=\n)")) {
            log.cloudBefore(line);
            log.facts.add(new Fact.UartReceived(Bytes.latin1(line)));
        }
        log.after();
        return log;
    }

    static String sample(String name) {
        try (InputStream in = RunLog.class.getResourceAsStream("/uart-samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void before(RunContext context) {
        facts.add(new Fact.RunStarted(context));
        facts.add(new Fact.WitnessConnected("witness", HOST));
        for (Purpose purpose : Purpose.values()) {
            facts.add(new Fact.WitnessSubscribed(filter(purpose), purpose, true));
        }
        facts.add(mqtt("$aws/events/subscriptions/subscribed/witness", "{\"topics\":[\"canary\"]}"));
        if (context.phases().contains("mqtt")) {
            facts.add(new Fact.TlsProbed(HOST, 8883, CERTIFICATE, true, List.of()));
        }
        if (context.phases().contains("https")) {
            facts.add(new Fact.TlsProbed(HOST, context.endpoint().httpsPort(), CERTIFICATE, true, List.of()));
        }
        facts.add(new Fact.CanarySent("first"));
        facts.add(new Fact.CanaryReturned("first"));
        facts.add(new Fact.PortOpened("/dev/ttyACM0", "/dev/ttyACM0", 9600));
        facts.add(new Fact.Flashed("mass-storage", "FAIL.TXT absent", 4000));
        facts.add(new Fact.ResetIssued("break"));
        facts.add(new Fact.ResetReturned("break"));
    }

    private static String filter(Purpose purpose) {
        return switch (purpose) {
            case CANARY -> "canary";
            case USER_TOPIC -> "Nuvoton/Mbed/+";
            case SHADOW -> SHADOW + "#";
            case PRESENCE -> "$aws/events/presence/+/" + CLIENT;
            case SUBSCRIPTIONS -> "$aws/events/subscriptions/+/" + CLIENT;
            case OWN_TOPIC -> "Nuvoton/Mbed/D001/sensor";
        };
    }

    private void after() {
        facts.add(new Fact.CaptureEnded("the device is done"));
        facts.add(new Fact.CanarySent("last"));
        facts.add(new Fact.CanaryReturned("last"));
        facts.add(new Fact.RunEnded());
    }

    private void cloudBefore(String line) {
        String said =
                line.substring(line.lastIndexOf('\r', line.length() - 3) + 1).strip();
        if (said.matches("(GET|POST|DELETE) /.* HTTP/1.1")) {
            request = said;
        } else if (!request.isEmpty()) {
            httpsCloudBefore(said);
        } else if (said.equals("MQTT connects OK")) {
            facts.add(presence("connected", ""));
        } else if (said.startsWith("MQTT subscribes to ") && said.endsWith(" OK")) {
            facts.add(subscription("subscribed", said.substring(19, said.length() - 3)));
        } else if (said.startsWith("MQTT unsubscribes from ") && said.endsWith(" OK")) {
            facts.add(subscription("unsubscribed", said.substring(23, said.length() - 3)));
        } else if (said.equals("MQTT publishes message to " + USER_TOPIC + " OK")) {
            facts.add(mqtt(USER_TOPIC, HELLO));
        } else if (said.startsWith("MQTT publishes message to " + SHADOW) && said.endsWith(" OK")) {
            String operation = said.substring(("MQTT publishes message to " + SHADOW).length(), said.length() - 3);
            facts.add(mqtt(SHADOW + operation, operation.equals("update") ? REPORTED : ""));
        } else if (said.startsWith("{\"state\"")) {
            boolean get = said.contains("\"timestamp\":1514962198}");
            facts.add(mqtt(SHADOW + (get ? "get" : "update") + "/accepted", said));
        } else if (said.startsWith("{\"version\"")) {
            deleted(said);
        } else if (said.equals("MQTT disconnects OK")) {
            facts.add(presence("disconnected", "CLIENT_INITIATED_DISCONNECT"));
        }
    }

    private void httpsCloudBefore(String said) {
        boolean answered = said.startsWith("HTTPS: Received ") && said.endsWith(" chars from server");
        if (answered && request.contains("/topics/" + USER_TOPIC)) {
            facts.add(mqtt(USER_TOPIC, HELLO));
        } else if (answered && request.contains("/shadow/update?")) {
            facts.add(mqtt(SHADOW + "update", REPORTED));
            facts.add(mqtt(SHADOW + "update/accepted", HTTPS_UPDATED));
        } else if (answered && request.contains("/shadow/get?")) {
            facts.add(mqtt(SHADOW + "get", ""));
            facts.add(mqtt(SHADOW + "get/accepted", HTTPS_UPDATED));
        } else if (answered && request.contains("/shadow/delete?")) {
            facts.add(mqtt(SHADOW + "delete", ""));
            deleted("{\"version\":77,\"timestamp\":1515473212}");
        } else if (said.startsWith("{\"state\"") && request.startsWith("POST /things/")) {
            facts.add(mqtt(SHADOW + "update/accepted", said));
        } else if (said.startsWith("{\"state\"") && request.startsWith("GET /things/")) {
            facts.add(new Fact.ShadowAsked(++reads));
            facts.add(new Fact.ShadowRead(reads, "Nuvoton-Mbed-D001", 200, Bytes.utf8(said)));
        } else if (said.startsWith("{\"version\"")) {
            deleted(said);
        }
    }

    private void deleted(String answer) {
        facts.add(mqtt(SHADOW + "delete/accepted", answer));
        facts.add(new Fact.ShadowAsked(++reads));
        facts.add(new Fact.ShadowRead(reads, "Nuvoton-Mbed-D001", 404, Bytes.utf8("{}")));
    }

    static Fact.MqttReceived mqtt(String topic, String payload) {
        return new Fact.MqttReceived(topic, Bytes.utf8(payload), 1, false, false);
    }

    static Fact.MqttReceived presence(String event, String reason) {
        return presence(event, reason, "s1");
    }

    static Fact.MqttReceived presence(String event, String reason, String session) {
        return mqtt(
                "$aws/events/presence/" + event + "/" + CLIENT,
                "{\"clientId\":\"" + CLIENT + "\",\"eventType\":\"" + event + "\",\"sessionIdentifier\":\"" + session
                        + "\",\"disconnectReason\":\"" + reason + "\"}");
    }

    static Fact.MqttReceived subscription(String event, String filter) {
        return mqtt("$aws/events/subscriptions/" + event + "/" + CLIENT, "{\"topics\":[\"" + filter + "\"]}");
    }

    /** Leaves out every fact that {@code unwanted} names. */
    public RunLog without(Predicate<Fact> unwanted) {
        facts.removeIf(unwanted);
        return this;
    }

    /** Leaves out what the witness received on {@code topic}. */
    public RunLog withoutMessagesOn(String topic) {
        return without(
                fact -> fact instanceof Fact.MqttReceived it && it.topic().equals(topic));
    }

    /** Changes the text of every UART line; the empty text drops it. */
    RunLog uart(UnaryOperator<String> change) {
        facts.replaceAll(fact -> fact instanceof Fact.UartReceived it
                ? new Fact.UartReceived(Bytes.latin1(change.apply(it.bytes().latin1())))
                : fact);
        return this;
    }

    /** Replaces {@code text} on the wire; it must be there. */
    public RunLog uartReplacing(String text, String replacement) {
        if (!uartText().contains(text)) {
            throw new IllegalArgumentException("not on the wire: " + text);
        }
        return uart(line -> line.replace(text, replacement));
    }

    /** Replaces facts. */
    RunLog replacing(UnaryOperator<Fact> change) {
        facts.replaceAll(change);
        return this;
    }

    /** Puts {@code added} before the first fact that {@code where} names. */
    RunLog before(Predicate<Fact> where, Fact... added) {
        facts.addAll(index(where), List.of(added));
        return this;
    }

    /** Puts {@code added} behind the first fact that {@code where} names. */
    RunLog after(Predicate<Fact> where, Fact... added) {
        facts.addAll(index(where) + 1, List.of(added));
        return this;
    }

    /** Ends the wire behind the first line that contains {@code text}: the device went silent, the limit passed. */
    RunLog silentAfter(String text) {
        return cutAfter(
                text, new Fact.LimitExpired(Limit.SILENCE, 45000), new Fact.CaptureEnded("the device went silent"));
    }

    /** Drops everything behind the first line that contains {@code text} but the end of the run; {@code end} comes before it. */
    RunLog cutAfter(String text, Fact... end) {
        int at = index(line(text));
        facts.subList(at + 1, facts.size()).clear();
        facts.addAll(List.of(end));
        facts.add(new Fact.CanarySent("last"));
        facts.add(new Fact.CanaryReturned("last"));
        facts.add(new Fact.RunEnded());
        return this;
    }

    /** The serial port goes away at byte {@code from} of the wire and is back for byte {@code to}. */
    RunLog portAway(int from, int to) {
        List<Fact> cut = new ArrayList<>();
        int at = 0;
        boolean away = false;
        for (Fact fact : facts) {
            if (!(fact instanceof Fact.UartReceived it)) {
                cut.add(fact);
                continue;
            }
            String text = it.bytes().latin1();
            int before = Math.max(0, Math.min(text.length(), from - at));
            int after = Math.max(0, Math.min(text.length(), to - at));
            at += text.length();
            if (before > 0) {
                cut.add(new Fact.UartReceived(Bytes.latin1(text.substring(0, before))));
            }
            if (!away && at >= from) {
                away = true;
                cut.add(new Fact.PortGone("read failed"));
            }
            if (after < text.length()) {
                if (at - text.length() <= to && to <= at) {
                    cut.add(new Fact.PortReopened("/dev/x", "/dev/ttyACM1", 9600));
                }
                cut.add(new Fact.UartReceived(Bytes.latin1(text.substring(after))));
            }
        }
        facts.clear();
        facts.addAll(cut);
        return this;
    }

    /** Bytes on the wire. */
    int wireLength() {
        return uartText().length();
    }

    /** A UART line that contains {@code text}. */
    static Predicate<Fact> line(String text) {
        return fact ->
                fact instanceof Fact.UartReceived it && it.bytes().latin1().contains(text);
    }

    /** Milliseconds between two entries. */
    RunLog every(long millis) {
        stepNanos = millis * 1_000_000L;
        return this;
    }

    /** So long passes before the first fact that {@code where} names. */
    RunLog passing(long millis, Predicate<Fact> where) {
        passingMs.put(facts.get(index(where)), millis);
        return this;
    }

    private int index(Predicate<Fact> where) {
        for (int i = 0; i < facts.size(); i++) {
            if (where.test(facts.get(i))) {
                return i;
            }
        }
        throw new IllegalArgumentException("no such fact");
    }

    private String uartText() {
        StringBuilder text = new StringBuilder();
        for (Fact fact : facts) {
            if (fact instanceof Fact.UartReceived it) {
                text.append(it.bytes().latin1());
            }
        }
        return text.toString();
    }

    /** The same, of a run of this name that was made so much later. */
    public List<EvidenceEntry> entries(String run, Duration later) {
        return entries().stream()
                .map(it -> new EvidenceEntry(it.seq(), it.at().plus(later), it.monoNanos(), named(it.fact(), run)))
                .toList();
    }

    private static Fact named(Fact fact, String run) {
        if (!(fact instanceof Fact.RunStarted started)) {
            return fact;
        }
        RunContext it = started.context();
        return new Fact.RunStarted(new RunContext(
                it.schema(),
                run,
                it.bench(),
                it.board(),
                it.target(),
                it.image(),
                it.identity(),
                it.endpoint(),
                it.phases(),
                it.ramBytes(),
                it.limits(),
                it.secrets(),
                it.build()));
    }

    public List<EvidenceEntry> entries() {
        List<EvidenceEntry> entries = new ArrayList<>();
        Instant start = Instant.parse("2018-01-03T07:00:00Z");
        long nanos = 0;
        for (Fact fact : facts) {
            nanos += stepNanos + passingMs.getOrDefault(fact, 0L) * 1_000_000L;
            entries.add(new EvidenceEntry(entries.size() + 1, start.plusNanos(nanos), nanos, fact));
        }
        return entries;
    }

    /** Judges the whole log. */
    Judgement judge() {
        Judge judge = new Judge();
        entries().forEach(judge::accept);
        return judge.judgement();
    }
}
