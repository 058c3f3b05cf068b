package org.numakerbench.crosscheck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

/**
 * The log that a busy host could have written of the same run. Whoever writes, serial port, witness, REST reads or the bench itself, keeps
 * his own order, but may stall for up to 8 s; and what flashing had made the board do may still be on its way when the bench resets it.
 */
final class Reinterleaving {
    private static final long MOST_NANOS = 8_000_000_000L;
    private static final long MS = 1_000_000;
    private static final String BANNER = "\r\nStarting AWS IoT test\r\n";
    private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":(\\d+)");
    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");
    private static final Pattern SESSION = Pattern.compile("\"sessionIdentifier\":\"([^\"]*)\"");

    /** Who writes it into the log. */
    private enum Source {
        UART,
        CLOUD,
        REST,
        BENCH;

        static Source of(Fact fact) {
            return fact instanceof Fact.UartReceived
                    ? UART
                    : fact instanceof Fact.MqttReceived || fact instanceof Fact.CanaryReturned
                            ? CLOUD
                            : fact instanceof Fact.ShadowAsked || fact instanceof Fact.ShadowRead ? REST : BENCH;
        }
    }

    private record Event(long nanos, Fact fact) {}

    private final List<EvidenceEntry> recorded;
    private final Random random;
    private final int opened;
    private final int reset;
    private final int ended;

    private Reinterleaving(List<EvidenceEntry> recorded, Random random) {
        this.recorded = recorded;
        this.random = random;
        this.opened = index(Fact.PortOpened.class);
        this.reset = index(Fact.ResetIssued.class);
        this.ended = index(Fact.CaptureEnded.class);
    }

    private int index(Class<? extends Fact> type) {
        return IntStream.range(0, recorded.size())
                .filter(i -> type.isInstance(recorded.get(i).fact()))
                .findFirst()
                .orElseThrow();
    }

    /** One such log. */
    static List<EvidenceEntry> of(List<EvidenceEntry> recorded, long seed) {
        Reinterleaving it = new Reinterleaving(recorded, new Random(seed));
        return it.log(it.random.nextInt(3) == 0 ? it.asItWas() : it.withOlderBoot());
    }

    /** One in which only these are late, by so much each, from the moment of the reset on. */
    static List<EvidenceEntry> late(List<EvidenceEntry> recorded, long uartMs, long cloudMs) {
        Reinterleaving it = new Reinterleaving(recorded, new Random(0));
        Map<Source, List<long[]>> stalls = new EnumMap<>(Source.class);
        long from = recorded.get(it.opened).monoNanos();
        long reset = recorded.get(it.reset).monoNanos();
        stalls.put(Source.UART, List.of(new long[] {from, reset + uartMs * MS}));
        stalls.put(Source.CLOUD, List.of(new long[] {from, reset + cloudMs * MS}));
        return it.log(it.asItWas(), stalls);
    }

    private List<Event> asItWas() {
        return recorded.subList(opened, recorded.size()).stream()
                .map(it -> new Event(it.monoNanos(), it.fact()))
                .toList();
    }

    /** An older boot of the same program, which the reset cuts off somewhere, in place of what was seen of one. */
    private List<Event> withOlderBoot() {
        List<Event> own = ownBoot();
        List<Event> older = own.stream()
                .filter(it -> Source.of(it.fact()) == Source.UART || Source.of(it.fact()) == Source.CLOUD)
                .toList();
        int cut = 1 + random.nextInt(older.size());
        long resetNanos = recorded.get(reset).monoNanos();
        long shift = older.get(cut - 1).nanos() - resetNanos + (1 + random.nextInt(50)) * MS;
        List<Event> events = new ArrayList<>();
        boolean session = false;
        for (Event each : older.subList(0, cut)) {
            if (each.fact() instanceof Fact.MqttReceived it && it.topic().contains("/presence/")) {
                session = it.topic().contains("/connected/");
            }
            if (each.fact() instanceof Fact.UartReceived || each.fact() instanceof Fact.MqttReceived) {
                events.add(new Event(each.nanos() - shift, older(each.fact(), shift)));
            }
        }
        // The last words are torn.
        Event last = events.get(events.size() - 1);
        if (last.fact() instanceof Fact.UartReceived it) {
            String text = it.bytes().latin1();
            Bytes torn = Bytes.latin1(text.substring(0, 1 + random.nextInt(text.length())));
            events.set(events.size() - 1, new Event(last.nanos(), new Fact.UartReceived(torn)));
        }
        for (EvidenceEntry each : recorded.subList(opened, recorded.size())) {
            if (Source.of(each.fact()) == Source.BENCH || each.fact() instanceof Fact.CanaryReturned) {
                events.add(new Event(each.monoNanos(), each.fact()));
            }
        }
        own.stream().filter(it -> !(it.fact() instanceof Fact.CanaryReturned)).forEach(events::add);
        if (session) {
            events.add(cutOff(own, resetNanos));
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        return events;
    }

    /** What board and cloud did from this boot's banner on. */
    private List<Event> ownBoot() {
        List<Event> own = new ArrayList<>();
        for (EvidenceEntry each : recorded.subList(reset, ended)) {
            if (each.fact() instanceof Fact.UartReceived it) {
                String text = it.bytes().latin1();
                int banner = text.lastIndexOf(BANNER);
                if (banner >= 0) {
                    own.removeIf(old -> old.fact() instanceof Fact.UartReceived);
                    own.add(new Event(each.monoNanos(), new Fact.UartReceived(Bytes.latin1(text.substring(banner)))));
                    continue;
                }
            }
            if (Source.of(each.fact()) != Source.BENCH) {
                own.add(new Event(each.monoNanos(), each.fact()));
            }
        }
        for (EvidenceEntry each : recorded.subList(ended, recorded.size())) {
            if (Source.of(each.fact()) != Source.BENCH && !(each.fact() instanceof Fact.CanaryReturned)) {
                own.add(new Event(each.monoNanos(), each.fact()));
            }
        }
        return own;
    }

    private static Fact older(Fact fact, long shift) {
        UnaryOperator<String> change = text -> {
            String earlier = TIMESTAMP.matcher(text).replaceAll(it -> "\"timestamp\":" + earlier(it, shift));
            String lower =
                    VERSION.matcher(earlier).replaceAll(it -> "\"version\":" + (Long.parseLong(it.group(1)) - 100));
            return SESSION.matcher(lower).replaceAll("\"sessionIdentifier\":\"older\"");
        };
        return fact instanceof Fact.UartReceived it
                ? new Fact.UartReceived(Bytes.latin1(change.apply(it.bytes().latin1())))
                : older((Fact.MqttReceived) fact, change);
    }

    private static Fact older(Fact.MqttReceived it, UnaryOperator<String> change) {
        Bytes payload = Bytes.utf8(change.apply(it.payload().utf8()));
        return new Fact.MqttReceived(it.topic(), payload, it.qos(), false, false);
    }

    private static long earlier(MatchResult timestamp, long shift) {
        long was = Long.parseLong(timestamp.group(1));
        return timestamp.group(1).length() > 10 ? was - shift / MS : was - shift / (1000 * MS);
    }

    /** The older session ends when the new one throws it out, or when its connection is found to be lost. */
    private Event cutOff(List<Event> own, long resetNanos) {
        boolean thrownOut = random.nextBoolean();
        Event connected = own.stream()
                .filter(it -> it.fact() instanceof Fact.MqttReceived mqtt
                        && mqtt.topic().contains("/presence/connected/"))
                .findFirst()
                .orElseThrow();
        long until = own.get(own.size() - 1).nanos();
        long at = thrownOut
                ? connected.nanos() + (random.nextBoolean() ? 1 : -1)
                : resetNanos + (long) (random.nextDouble() * (until - resetNanos));
        Fact.MqttReceived began = (Fact.MqttReceived) connected.fact();
        long stamp = Long.parseLong(TIMESTAMP
                        .matcher(began.payload().utf8())
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1))
                + (at - connected.nanos()) / MS;
        return new Event(
                at,
                RunLog.mqtt(
                        began.topic().replace("/connected/", "/disconnected/"),
                        "{\"eventType\":\"disconnected\",\"timestamp\":" + stamp
                                + ",\"sessionIdentifier\":\"older\",\"disconnectReason\":\""
                                + (thrownOut ? "DUPLICATE_CLIENTID" : "CONNECTION_LOST") + "\"}"));
    }

    private List<EvidenceEntry> log(List<Event> events) {
        Map<Source, List<long[]>> stalls = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            List<long[]> own = new ArrayList<>();
            for (int left = random.nextInt(4); left > 0; left--) {
                long from = events.get(random.nextInt(events.size())).nanos();
                long most = random.nextBoolean() ? MOST_NANOS : 100 * MS;
                own.add(new long[] {from, from + (long) (random.nextDouble() * most)});
            }
            stalls.put(source, own);
        }
        return log(events, stalls);
    }

    /** @param stalls of each source: beginning and end; what happens meanwhile is written behind it */
    private List<EvidenceEntry> log(List<Event> events, Map<Source, List<long[]>> stalls) {
        List<Event> written = new ArrayList<>();
        Map<Source, Long> last = new EnumMap<>(Source.class);
        long resetNanos = recorded.get(reset).monoNanos();
        long latest = 0;
        for (Event event : events) {
            Source source = Source.of(event.fact());
            boolean fixed =
                    event.fact() instanceof Fact.ResetIssued || source == Source.BENCH && event.nanos() <= resetNanos;
            long at = Math.max(event.nanos(), last.getOrDefault(source, 0L));
            for (long[] stall : fixed ? List.<long[]>of() : stalls.getOrDefault(source, List.of())) {
                at = stall[0] <= event.nanos() ? Math.max(at, Math.min(stall[1], event.nanos() + MOST_NANOS)) : at;
            }
            if (event.fact() instanceof Fact.CaptureEnded) {
                at = Math.max(at, last.getOrDefault(Source.UART, 0L));
            } else if (event.fact() instanceof Fact.CanaryReturned) {
                at = Math.max(at, last.getOrDefault(Source.BENCH, 0L));
            } else if (event.fact() instanceof Fact.RunEnded) {
                at = Math.max(at, latest);
            }
            last.put(source, at);
            latest = Math.max(latest, at);
            written.add(new Event(at, event.fact()));
        }
        written.sort(Comparator.comparingLong(Event::nanos));
        List<EvidenceEntry> log = new ArrayList<>(recorded.subList(0, opened));
        for (Event event : written) {
            EvidenceEntry first = recorded.get(0);
            log.add(new EvidenceEntry(
                    log.size() + 1,
                    first.at().plusNanos(event.nanos() - first.monoNanos()),
                    event.nanos(),
                    event.fact()));
        }
        return log;
    }
}
