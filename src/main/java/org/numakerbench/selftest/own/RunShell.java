package org.numakerbench.selftest.own;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Verdict;

/**
 * What is in the log of every run, and a place in it for what the device says and the cloud sees: of firmware from scratch a
 * run of nothing else, of what extends the example firmware a recorded run of that.
 */
final class RunShell {
    /** Behind it the session is there, so that the device can publish. */
    private static final String CONNECTED = "MQTT connects OK\r\n";

    private static final String HOST = "endpoint.selftest";
    private static final String WITNESS = "witness";
    private static final String CLIENT = "selftest";
    private static final Instant BEGIN = Instant.parse("2018-01-03T07:00:00Z");
    private static final int MOST_STEPS = 40;
    private static final long STEP_NANOS = 1_000_000;

    private final List<Fact> before;
    private final List<Fact> behind;
    private final String clientId;

    private RunShell(List<Fact> before, List<Fact> behind, String clientId) {
        this.before = List.copyOf(before);
        this.behind = List.copyOf(behind);
        this.clientId = clientId;
    }

    /** Of a firmware that prints nothing but its own lines. */
    static RunShell scratch(FirmwareDescription description) {
        RunContext context = new RunContext(
                        RunContext.SCHEMA,
                        "selftest",
                        "selftest",
                        "selftest",
                        "NUMAKER_PFM_M487",
                        new RunContext.ImageFacts("selftest", "00".repeat(32), null, null),
                        new RunContext.IdentityFacts("selftest", CLIENT, "selftest/" + CLIENT, "selftest/+"),
                        new RunContext.EndpointFacts(HOST, 8883, 8443),
                        List.of("mqtt"),
                        160 * 1024,
                        new RunContext.LimitFacts(5000, 10_000, 45_000, 600_000, 10_000, 30_000),
                        List.of(),
                        null)
                .of(description);
        List<Fact> before = new ArrayList<>(List.of(
                new Fact.RunStarted(context),
                new Fact.WitnessConnected(WITNESS, HOST),
                new Fact.WitnessSubscribed("selftest/canary", Purpose.CANARY, true),
                new Fact.WitnessSubscribed("$aws/events/presence/+/" + CLIENT, Purpose.PRESENCE, true),
                new Fact.WitnessSubscribed("$aws/events/subscriptions/+/" + CLIENT, Purpose.SUBSCRIPTIONS, true)));
        before.addAll(listening(description));
        before.add(Messages.received(
                "$aws/events/subscriptions/subscribed/" + WITNESS, "{\"topics\":[\"selftest/canary\"]}"));
        before.addAll(List.of(
                new Fact.CanarySent("first"),
                new Fact.CanaryReturned("first"),
                new Fact.PortOpened("/dev/selftest", "/dev/selftest", 9600),
                new Fact.Flashed("mass-storage", "FAIL.TXT absent", 4000),
                new Fact.ResetIssued("break"),
                new Fact.ResetReturned("break")));
        List<Fact> behind = List.of(
                new Fact.CaptureEnded("the device is done"),
                new Fact.CanarySent("last"),
                new Fact.CanaryReturned("last"),
                new Fact.RunEnded());
        return new RunShell(before, behind, CLIENT);
    }

    /**
     * Of a firmware that prints its lines beside the example firmware's.
     *
     * @param recorded a clean run of that
     */
    static RunShell beside(FirmwareDescription description, List<EvidenceEntry> recorded) {
        List<Fact> before = new ArrayList<>();
        List<Fact> behind = new ArrayList<>();
        StringBuilder wire = new StringBuilder();
        String clientId = CLIENT;
        boolean listens = false;
        for (EvidenceEntry entry : recorded) {
            Fact fact = entry.fact();
            if (fact instanceof Fact.RunStarted it) {
                clientId = it.context().identity().clientId();
                fact = new Fact.RunStarted(it.context().of(description));
            } else if (fact instanceof Fact.CanarySent && !listens) {
                listens = true;
                before.addAll(listening(description));
            }
            int begin = wire.length();
            if (fact instanceof Fact.UartReceived it) {
                wire.append(it.bytes().latin1());
            }
            int place = wire.indexOf(CONNECTED) + CONNECTED.length();
            boolean isThere = place >= CONNECTED.length();
            if (isThere && begin < place && behind.isEmpty()) {
                String text = ((Fact.UartReceived) fact).bytes().latin1();
                before.add(new Fact.UartReceived(Bytes.latin1(text.substring(0, place - begin))));
                behind.add(new Fact.UartReceived(Bytes.latin1(text.substring(place - begin))));
            } else {
                (isThere ? behind : before).add(fact);
            }
        }
        behind.removeIf(
                it -> it instanceof Fact.UartReceived uart && uart.bytes().length() == 0);
        return new RunShell(before, behind, clientId);
    }

    private static List<Fact> listening(FirmwareDescription description) {
        return description.filters().stream()
                .<Fact>map(it -> new Fact.WitnessSubscribed(it, Purpose.OWN_TOPIC, true))
                .toList();
    }

    String clientId() {
        return clientId;
    }

    /**
     * The log of a run.
     *
     * @param random when things happen, and in what pieces the text comes
     */
    List<EvidenceEntry> log(List<Said> all, Random random) {
        return log(all, random, null);
    }

    /** @param least no two of its entries, but for a board's own pauses, are half as far apart; null: whatever they are */
    List<EvidenceEntry> log(List<Said> all, Random random, @Nullable Duration least) {
        List<Fact> facts = new ArrayList<>(before);
        Map<Integer, Duration> pauses = new HashMap<>();
        for (Said said : all) {
            pauses.put(facts.size(), said.pause());
            List<Fact> text = pieces(said.text(), random);
            boolean late = random.nextBoolean();
            facts.addAll(late ? text : said.seen());
            facts.addAll(late ? said.seen() : text);
            facts.addAll(said.answered());
        }
        facts.addAll(behind);
        List<EvidenceEntry> entries = new ArrayList<>();
        long step = least == null
                ? STEP_NANOS
                : Math.max(1, Math.min(STEP_NANOS, least.toNanos() / (2L * MOST_STEPS * facts.size())));
        long nanos = 0;
        for (Fact fact : facts) {
            nanos += pauses.getOrDefault(entries.size(), Duration.ZERO).toNanos();
            nanos += step * (1 + random.nextInt(MOST_STEPS));
            entries.add(new EvidenceEntry(entries.size() + 1, BEGIN.plusNanos(nanos), nanos, fact));
        }
        return entries;
    }

    private static List<Fact> pieces(String text, Random random) {
        List<Fact> pieces = new ArrayList<>();
        String line = text.isEmpty() ? "" : Bytes.utf8(text + "\r\n").latin1();
        for (int at = 0; at < line.length(); ) {
            int to = Math.min(line.length(), at + 1 + random.nextInt(30));
            pieces.add(new Fact.UartReceived(Bytes.latin1(line.substring(at, to))));
            at = to;
        }
        return pieces;
    }

    /** The same log of a bench that had another description. */
    static List<EvidenceEntry> of(List<EvidenceEntry> log, FirmwareDescription description) {
        return log.stream()
                .map(it -> it.fact() instanceof Fact.RunStarted started
                        ? new EvidenceEntry(
                                it.seq(),
                                it.at(),
                                it.monoNanos(),
                                new Fact.RunStarted(started.context().of(description)))
                        : it)
                .toList();
    }

    /** What speaks against the device. */
    static List<Finding> blamed(Judgement judgement) {
        return judgement.findings().stream()
                .filter(it -> it.verdict() == Verdict.REFUTED || it.verdict() == Verdict.UNCLAIMED)
                .toList();
    }

    /** A finding in the table's words; without one, why the run failed. */
    static String words(Optional<Finding> found, Judgement judgement) {
        return found.map(it -> it.step() + " " + it.verdict())
                .orElse(
                        judgement.failure() == null
                                ? "-"
                                : judgement.failure().code().word());
    }

    static Judgement judged(List<EvidenceEntry> log) {
        Judge judge = new Judge();
        log.forEach(judge::accept);
        return judge.judgement();
    }
}
