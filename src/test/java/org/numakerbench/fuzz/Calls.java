package org.numakerbench.fuzz;

import static org.numakerbench.fuzz.Readers.utf8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.board.ToolTroubles;
import org.numakerbench.cloud.CredentialCheck;
import org.numakerbench.cloud.CredentialException;
import org.numakerbench.cloud.CredentialFiles;
import org.numakerbench.cloud.CredentialLiterals;
import org.numakerbench.cloud.Credentials;
import org.numakerbench.cloud.policy.Need;
import org.numakerbench.cloud.policy.PolicyDocument;
import org.numakerbench.cloud.policy.PolicyException;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.ImageCheck;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Target;
import org.numakerbench.firmware.Targets;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.agent.NightSettings;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.NightPlanReader;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.SecretText;
import org.numakerbench.sim.cloud.mqtt.Broker;
import org.numakerbench.sim.cloud.mqtt.MqttDoor;
import org.numakerbench.sim.cloud.policy.AccessControl;
import org.numakerbench.sim.cloud.policy.AccessRequest;
import org.numakerbench.sim.cloud.policy.Grant;
import org.numakerbench.sim.cloud.policy.Policy;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.rest.RestDoor;
import org.numakerbench.sim.cloud.shadow.ShadowName;
import org.numakerbench.sim.cloud.shadow.ShadowService;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.tune.Journal;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimJson;
import org.numakerbench.uart.ParseSummary;
import org.numakerbench.uart.UartParser;
import org.numakerbench.web.page.Search;

/** How readers are called that take more than a file or a text. */
final class Calls {
    private static final Path STORE = Scratch.file("credentials/x").getParent();
    private static final Principal CLIENT = new Principal("device", "id", "127.0.0.1", Map.of());
    private static final List<EvidenceEntry> CLEAN = Seeds.entries("clean");

    private static final byte[] SENSOR =
            Seeds.files("bench-profiles/firmware", ".raw").get(0);

    private Calls() {}

    static void webhook(Path urlFile) throws ProfileException, IOException {
        Path plan = Scratch.file("hook.yaml");
        Files.writeString(
                plan, "night: n\nprofile: p.yaml\nboards: [b]\nimages: [i]\nwebhook:\n  urlFile: " + urlFile + "\n");
        NightPlanReader.read(plan);
    }

    /** One without errors has to parse whatever comes. */
    static void description(Path file) throws ProfileException, IOException {
        Descriptions.Read read = Descriptions.read(file);
        read.warnings().forEach(it -> refuseLineEnds(it.toString()));
        if (!read.errors().isEmpty()) {
            throw new ProfileException(read.errors());
        }
        UartParser.parse(SENSOR, read.description());
    }

    private static void refuseLineEnds(String message) {
        if (message.lines().count() != 1) {
            throw new AssertionError("a warning of several lines: " + message);
        }
    }

    static void image(Path file) throws ImageException {
        ImageException wrong = null;
        for (Target target : Targets.all()) {
            try {
                ImageCheck.require(file, target);
            } catch (ImageException refusal) {
                wrong = refusal;
            }
        }
        if (wrong != null) {
            throw wrong;
        }
    }

    static void elf(Path file) throws Exception {
        image(file);
        Inside.sections(file);
    }

    /** The files of a credential store: CA, certificate, private and public key, and all of them in one. */
    static List<byte[]> pem() {
        try {
            CredentialStore.open(STORE, "127.0.0.1", Instant.now());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return Seeds.files(STORE.toString(), ".pem");
    }

    /** As every one of the four files. */
    static void credentials(byte[] pem) throws IOException {
        Path file = Scratch.file("given.pem");
        Files.write(file, pem);
        Path good = STORE.resolve("device.crt.pem");
        CredentialFiles files = new CredentialFiles(file, file, file, Optional.of(file));
        CredentialCheck.of(files, Instant.now(), Optional.of("x-ats.iot.us-east-1.amazonaws.com"));
        for (CredentialLiterals.Layout layout : CredentialLiterals.Layout.values()) {
            refusing(() -> CredentialLiterals.of(files, layout));
        }
        refusing(() -> Credentials.ofDevice(file));
        refusing(() -> Credentials.load(file, good, file));
        refusing(() -> Credentials.load(file, file, STORE.resolve("device.key.pem")));
    }

    private interface Reading {
        Object of() throws CredentialException;
    }

    private static void refusing(Reading reading) {
        try {
            reading.of();
        } catch (CredentialException refusal) {
            if (!String.valueOf(refusal.getMessage()).contains("given.pem")) {
                throw new AssertionError("the refusal does not name given.pem", refusal);
            }
        }
    }

    static void policy(byte[] json) throws PolicyException {
        Need need = new Need("mqtt.connect", "iot:Connect", "client/board", Map.of("iot:clientid", "board"));
        PolicyDocument.parse(utf8(json)).decide(need, Optional.empty(), Optional.empty());
    }

    static void cloudPolicy(byte[] json) {
        Policy.parse(utf8(json))
                .allows(new AccessRequest("iot:Connect", "client/board", Map.of("iot:clientid", List.of("board"))));
    }

    /** Every report there is. */
    static void reported(RunRecord record) throws IOException {
        Path directory = Scratch.file("reports/report.json").getParent();
        RunReports.write(directory, record);
        for (String each : List.of("report.json", "report.html", "junit.xml", "uart.log", "uart.raw")) {
            Files.deleteIfExists(Scratch.file("reports/" + each));
        }
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    static void uart(byte[] capture) {
        List<Claim> claims = UartParser.parse(capture);
        claims.forEach(ClaimJson::line);
        ParseSummary.of(claims);
    }

    /** Judges a recorded run in which some facts are others. */
    static void judged(UnaryOperator<Fact> other) throws IOException {
        List<EvidenceEntry> entries = CLEAN.stream()
                .map(it -> new EvidenceEntry(it.seq(), it.at(), it.monoNanos(), other.apply(it.fact())))
                .toList();
        RunReports.json(Replay.of(entries, "log"), SecretText.BUILT_IN);
    }

    /** The capture, instead of everything the board said. */
    static UnaryOperator<Fact> capture(byte[] bytes) {
        boolean[] told = new boolean[1];
        return fact -> {
            if (!(fact instanceof Fact.UartReceived)) {
                return fact;
            }
            Fact.UartReceived instead = new Fact.UartReceived(Bytes.of(told[0] ? new byte[0] : bytes));
            told[0] = true;
            return instead;
        };
    }

    static UnaryOperator<Fact> events(byte[] payload) {
        return fact -> fact instanceof Fact.MqttReceived it && it.topic().startsWith("$aws/events/")
                ? with(it, payload)
                : fact;
    }

    static UnaryOperator<Fact> shadows(byte[] payload) {
        return fact -> {
            if (fact instanceof Fact.ShadowRead it) {
                return new Fact.ShadowRead(it.number(), it.thing(), it.status(), Bytes.of(payload));
            }
            return fact instanceof Fact.MqttReceived it && it.topic().startsWith("$aws/things/")
                    ? with(it, payload)
                    : fact;
        };
    }

    static UnaryOperator<Fact> messages(byte[] payload) {
        return fact ->
                fact instanceof Fact.MqttReceived it && !it.topic().startsWith("$aws/") ? with(it, payload) : fact;
    }

    private static Fact with(Fact.MqttReceived it, byte[] payload) {
        return new Fact.MqttReceived(it.topic(), Bytes.of(payload), it.qos(), it.retained(), it.duplicate());
    }

    private static AccessControl allowing() {
        AccessControl access = new AccessControl();
        access.set(
                CLIENT.id(),
                Grant.ofAnyThing(Policy.parse("{\"Version\":\"2012-10-17\",\"Statement\":"
                        + "{\"Effect\":\"Allow\",\"Action\":\"iot:*\",\"Resource\":\"*\"}}")));
        return access;
    }

    private static Broker broker() {
        return new Broker(MqttDoor.withoutTime(), allowing(), Clock.systemUTC(), false, refused -> {});
    }

    static void mqtt(byte[] connection) {
        MqttDoor.connection(broker(), CLIENT, connection);
    }

    static void http(byte[] connection) {
        new RestDoor(allowing(), broker(), CLIENT).connection(connection);
    }

    /** Twice, so that the second meets what the first has left. */
    static void shadow(byte[] document) {
        ShadowService service = new ShadowService((topic, payload) -> {}, Clock.systemUTC());
        for (ShadowName.Operation operation : ShadowName.Operation.values()) {
            service.onMessage(new ShadowName.Request(ShadowName.classic("t"), operation), document);
            service.onRest(ShadowName.classic("t"), ShadowName.Operation.UPDATE, document);
        }
    }

    static void search(String uri) {
        Map<String, List<String>> given = new QueryStringDecoder(uri).parameters();
        Search.of(
                        first(given, "board"),
                        first(given, "image"),
                        first(given, "build"),
                        first(given, "outcome"),
                        first(given, "from"),
                        first(given, "to"),
                        first(given, "page"))
                .query();
    }

    private static String first(Map<String, List<String>> given, String name) {
        return given.getOrDefault(name, List.of("")).get(0);
    }

    static void settings(byte[] json) throws LabException {
        NightSettings settings = NightSettings.of(new NightRow("n", "p", "d", utf8(json), "h", 0, null, null, null));
        Objects.requireNonNull(settings.retries()).device();
    }

    static void figures(Path file) throws Exception {
        Objects.requireNonNull(Inside.call("history.KeptFigures", "read", file.getParent()));
    }

    static void journal(Path file) throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.earlier().forEach(it -> Objects.requireNonNull(it.kind()));
        }
    }

    static void tool(byte[] output) {
        for (ToolTroubles each :
                List.of(ToolTroubles.OPENOCD, ToolTroubles.PYOCD, ToolTroubles.NULINK, ToolTroubles.UHUBCTL)) {
            each.in(utf8(output));
        }
    }
}
