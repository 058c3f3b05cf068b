package org.numakerbench.crosscheck.measure;

import static org.numakerbench.uart.ClaimKind.CONNECTED;
import static org.numakerbench.uart.ClaimKind.CONNECTING;
import static org.numakerbench.uart.ClaimKind.DNS;
import static org.numakerbench.uart.ClaimKind.MBED_OS_VERSION;
import static org.numakerbench.uart.ClaimKind.MESSAGE_ARRIVED;
import static org.numakerbench.uart.ClaimKind.MQTT_CONNECT;
import static org.numakerbench.uart.ClaimKind.MQTT_PUBLISH;
import static org.numakerbench.uart.ClaimKind.NETWORK;
import static org.numakerbench.uart.ClaimKind.TCP_CONNECT;
import static org.numakerbench.uart.ClaimKind.TLS_ESTABLISHED;
import static org.numakerbench.uart.ClaimKind.TLS_HANDSHAKE;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.OwnPhase;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Samples;
import org.numakerbench.model.Step;
import org.numakerbench.model.StepTable;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * How long what took, by when the firmware's lines came: from the last byte of what it printed before to the first byte of what it
 * printed then. What the host itself held up is left out.
 */
final class Durations {
    /** The beat in which the bench measures its own lag: what is shorter may be the host's. */
    private static final double HOST_BEAT_MS = 10;

    private static final long NANOS_PER_MS = 1_000_000;
    /** CR and LF behind a line; the CR ahead of the result that overprints its progress text. */
    private static final int LINE_END = 2;

    /** From the end of the last line of one kind to the beginning of the first one of another. */
    private record Span(String name, @Nullable Step step, Predicate<Claim> from, Predicate<Claim> to) {
        /** One that belongs to the step of its last line. */
        Span(String name, Predicate<Claim> from, Predicate<Claim> to) {
            this(name, null, from, to);
        }
    }

    private static final List<Span> SPANS = List.of(
            new Span(
                    "dhcp",
                    StepTable.FIRMWARE.first(Step.Action.NETWORK),
                    Durations::beginsJoining,
                    Durations::hasJoined),
            new Span("dns", says(DNS, null), says(DNS, true)),
            new Span("tcp", says(TCP_CONNECT, null), says(TLS_HANDSHAKE, null)),
            new Span("tls-handshake", says(TLS_HANDSHAKE, null), says(TLS_ESTABLISHED, true)),
            new Span("connect", says(CONNECTING, null), says(CONNECTED, true)));

    private final List<PendingClaim> heard;
    private final ByteTimes bytes;
    private final HostLags host;
    private final SampleBook book;

    /** @param heard claims of the run's own boot, in wire order */
    Durations(List<PendingClaim> heard, ByteTimes bytes, HostLags host, SampleBook book) {
        this.heard = heard;
        this.bytes = bytes;
        this.host = host;
        this.book = book;
    }

    private static Predicate<Claim> says(ClaimKind kind, @Nullable Boolean ok) {
        return claim -> claim.kind() == kind && (ok == null ? claim.ok() == null : ok.equals(claim.ok()));
    }

    private static boolean beginsJoining(Claim claim) {
        return claim.kind() == MBED_OS_VERSION || claim.kind() == NETWORK && claim.string("ipMode") != null;
    }

    /** Later firmware names its address; earlier goes on to connect. */
    private static boolean hasJoined(Claim claim) {
        return claim.kind() == NETWORK && claim.claimsSuccess() && claim.string("address") != null
                || says(CONNECTING, null).test(claim);
    }

    /**
     * @param resetNanos when the reset was asked for
     * @param messages when the witness received what, by the entry's {@code seq}
     */
    void take(@Nullable Long resetNanos, Map<Long, Long> messages) {
        if (heard.isEmpty()) {
            return;
        }
        PendingClaim banner = heard.get(0);
        if (resetNanos != null && banner.claim().isBanner()) {
            add(
                    "time.reset-to-banner",
                    banner.step(),
                    resetNanos,
                    bytes.at(banner.claim().start()),
                    lineBytes(banner.claim()));
        }
        SPANS.forEach(this::spans);
        connects();
        publishes(messages);
        steps();
    }

    /** From the first line of a phase of the user's own to its last. */
    void phases(List<OwnPhase> phases) {
        for (OwnPhase phase : phases) {
            Claim from = null;
            for (PendingClaim each : heard) {
                Claim claim = each.claim();
                String row = claim.string(FirmwareDescription.ROW);
                if (phase.begins().equals(row)) {
                    from = claim;
                } else if (from != null && phase.ends().equals(row)) {
                    int longest = Math.max(lineBytes(from), lineBytes(claim));
                    add("time.phase." + phase.name(), each.step(), lastByte(from), lastByte(claim), longest);
                    from = null;
                }
            }
        }
    }

    /** Of the two tests each has its own: their hosts and certificates differ. */
    private void spans(Span span) {
        Claim from = null;
        for (PendingClaim each : heard) {
            Claim claim = each.claim();
            if (from != null && span.to().test(claim)) {
                Step step = Objects.requireNonNullElse(span.step(), each.step());
                String name = (step.isHttps() ? "time.https." : "time.") + span.name();
                add(name, step, lastByte(from), bytes.at(claim.start()), Math.max(lineBytes(from), lineBytes(claim)));
                from = null;
            } else if (span.from().test(claim)) {
                from = claim;
            }
        }
    }

    private void connects() {
        for (PendingClaim each : heard) {
            if (says(MQTT_CONNECT, true).test(each.claim())) {
                add("time.mqtt-connect", each.step(), begun(each.claim()), done(each.claim()), lineBytes(each.claim()));
            }
        }
    }

    private void publishes(Map<Long, Long> messages) {
        for (int at = 0; at < heard.size(); at++) {
            PendingClaim publish = heard.get(at);
            if (!says(MQTT_PUBLISH, true).test(publish.claim())) {
                continue;
            }
            long sent = begun(publish.claim());
            PendingClaim arrival = arrival(publish);
            if (arrival != null) {
                add(
                        "time.publish-to-arrival",
                        arrival.step(),
                        sent,
                        bytes.at(arrival.claim().start()),
                        lineBytes(publish.claim()));
            }
            Settled ruling = publish.ruling();
            if (ruling != null && ruling.verdict() == Verdict.CONFIRMED) {
                ruling.evidence().stream()
                        .map(messages::get)
                        .filter(it -> it != null)
                        .findFirst()
                        .ifPresent(it -> add(
                                "time.publish-to-witness",
                                publish.step(),
                                sent,
                                Math.max(sent, it),
                                lineBytes(publish.claim())));
            }
        }
    }

    /** The first message that the device prints in the same phase behind the publish; it may come while that still waits. */
    private @Nullable PendingClaim arrival(PendingClaim publish) {
        long sent = progressEnd(publish.claim());
        return heard.stream()
                .filter(it -> it.claim().kind() == MESSAGE_ARRIVED
                        && it.boot() == publish.boot()
                        && it.phase().equals(publish.phase())
                        && it.claim().start() >= sent)
                .findFirst()
                .orElse(null);
    }

    /** Each step's own time: from the last byte ahead of it to its own last byte, all its parts together. */
    private void steps() {
        Map<String, Double> own = new LinkedHashMap<>();
        Map<String, PendingClaim> last = new HashMap<>();
        int boot = heard.get(0).boot();
        Claim before = heard.get(0).claim();
        for (PendingClaim each : heard) {
            if (each.boot() != boot) {
                tell(own, last);
                boot = each.boot();
            }
            if (each.claim() != before && each.claim().step() != null) {
                long from = lastByte(before);
                long to = Math.max(from, lastByte(each.claim()));
                own.merge(each.step().name(), isHeldUp(from, to) ? Double.NaN : ms(from, to), Double::sum);
                last.put(each.step().name(), each);
                before = each.claim();
            }
        }
        tell(own, last);
    }

    private void tell(Map<String, Double> own, Map<String, PendingClaim> last) {
        own.forEach((step, ms) -> {
            PendingClaim claim = last.get(step);
            if (!ms.isNaN() && claim != null) {
                book.add(time("time.step." + step, claim.step(), ms, bytes.resolutionMs(lineBytes(claim.claim()))));
            }
        });
        own.clear();
        last.clear();
    }

    private void add(String name, Step step, long fromNanos, long toNanos, int lineBytes) {
        if (toNanos >= fromNanos && !isHeldUp(fromNanos, toNanos)) {
            book.add(time(name, step, ms(fromNanos, toNanos), bytes.resolutionMs(lineBytes)));
        }
    }

    private boolean isHeldUp(long fromNanos, long toNanos) {
        return host.lostNanos(fromNanos, toNanos) > HOST_BEAT_MS * NANOS_PER_MS;
    }

    private static Measurement time(String name, Step step, double ms, double resolutionMs) {
        return new Measurement(
                name,
                "ms",
                Direction.SMALLER,
                resolutionMs,
                Math.max(resolutionMs, HOST_BEAT_MS),
                step.name(),
                Limits.NONE,
                Samples.of(ms));
    }

    private static double ms(long fromNanos, long toNanos) {
        return (toNanos - fromNanos) / 1000 / 1000.0;
    }

    private long lastByte(Claim claim) {
        return bytes.at(Math.max(0, claim.end() - 1));
    }

    /** When the progress text of an operation was out: it is under way from then on. */
    private long begun(Claim claim) {
        return bytes.at(Math.max(claim.start(), progressEnd(claim) - 1));
    }

    /** When its result began to come. */
    private long done(Claim claim) {
        return bytes.at(resultStart(claim));
    }

    /** Offset behind the progress text; where another line came between, the parser says where that was. */
    private static long progressEnd(Claim claim) {
        Long end = claim.number("progressEnd");
        return end != null ? end : Math.max(claim.start() + 1, resultStart(claim) - LINE_END);
    }

    private static long resultStart(Claim claim) {
        int text = claim.text().getBytes(StandardCharsets.UTF_8).length;
        return Math.max(claim.start(), claim.end() - LINE_END - text);
    }

    /** Of a claim's longest line. */
    private static int lineBytes(Claim claim) {
        return LINE_END + claim.text().lines().mapToInt(String::length).max().orElse(0);
    }
}
