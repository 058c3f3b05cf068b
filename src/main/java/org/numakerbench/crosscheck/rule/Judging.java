package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.CloudTimeline;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.crosscheck.timeline.LineIntegrity.Gap;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.WitnessLiveness;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** All a rule may look at: the run's context, what the bench saw, and the claims heard so far. */
public final class Judging {
    /** A print may lag behind what it tells of: one line at 9600 baud, UART and USB buffers. */
    private static final long PRINT_LAG_NANOS = 2_000_000_000L;

    private final RunContext context;
    private final CloudTimeline cloud;
    private final HostLags host;
    private final WitnessLiveness witness = new WitnessLiveness();
    private final LineIntegrity wire = new LineIntegrity();
    private final List<PendingClaim> heard = new ArrayList<>();
    /** Entry of each boot's first claim of the HTTPS test. */
    private final Map<Integer, Long> firstHttps = new HashMap<>();

    private @Nullable Long resetSeq;
    private long resetNanos;
    private boolean closed;
    private long closedNanos;

    /** @param host when it let nothing run */
    public Judging(RunContext context, HostLags host) {
        this.context = context;
        this.host = host;
        this.cloud = new CloudTimeline(context.identity().clientId());
    }

    public RunContext context() {
        return context;
    }

    public CloudTimeline cloud() {
        return cloud;
    }

    public WitnessLiveness witness() {
        return witness;
    }

    public LineIntegrity wire() {
        return wire;
    }

    /** Claims of this run in wire order. */
    public List<PendingClaim> heard() {
        return Collections.unmodifiableList(heard);
    }

    /** The next claim in wire order. */
    public void hear(PendingClaim claim) {
        claim.place(heard.size());
        heard.add(claim);
        if (claim.step().startsWith("https.")) {
            firstHttps.putIfAbsent(claim.boot(), claim.seq());
        }
    }

    /** What was heard was an older run's. */
    public void forgetHeard() {
        heard.clear();
        firstHttps.clear();
    }

    /** Entry of the reset the bench made, or null before it. */
    public @Nullable Long resetSeq() {
        return resetSeq;
    }

    public void resetAt(long seq, long nanos) {
        resetSeq = seq;
        resetNanos = nanos;
    }

    /** True when no more evidence will come. */
    public boolean closed() {
        return closed;
    }

    public void closeAt(long nanos) {
        closed = true;
        closedNanos = nanos;
    }

    /** Claims of the same boot and phase as {@code of}, itself excepted: {@code mqtt.user.*} for {@code mqtt.user}. */
    public Stream<PendingClaim> inPhaseOf(PendingClaim of) {
        return heard.stream().filter(other -> other != of && isInPhaseOf(of, other));
    }

    private static boolean isInPhaseOf(PendingClaim of, PendingClaim other) {
        return other.boot() == of.boot() && other.phase().equals(of.phase());
    }

    /** The last claim of {@code kind} before {@code of} in its boot and phase. */
    public @Nullable PendingClaim before(PendingClaim of, ClaimKind kind) {
        for (int at = of.place() - 1; at >= 0; at--) {
            PendingClaim other = heard.get(at);
            if (other.claim().kind() == kind && isInPhaseOf(of, other)) {
                return other;
            }
        }
        return null;
    }

    /** The first claim of {@code kind} after {@code of} in its boot and phase. */
    public @Nullable PendingClaim after(PendingClaim of, ClaimKind kind) {
        for (int at = of.place() + 1; at < heard.size(); at++) {
            PendingClaim other = heard.get(at);
            if (other.claim().kind() == kind && isInPhaseOf(of, other)) {
                return other;
            }
        }
        return null;
    }

    /** The last claim of {@code kind} in the boot of {@code of}. */
    @Nullable
    PendingClaim last(PendingClaim of, ClaimKind kind) {
        for (int at = heard.size() - 1; at >= 0; at--) {
            PendingClaim other = heard.get(at);
            if (other.claim().kind() == kind && other.boot() == of.boot()) {
                return other;
            }
        }
        return null;
    }

    /** True when the same step of this boot had a claim of this kind before. */
    public boolean isRepeated(PendingClaim of) {
        return before(of, of.claim().kind()) != null;
    }

    /**
     * Messages that came while the device was at the same test as in {@code of}, MQTT or HTTPS: both publish the same
     * bytes on the same topics, and the one must not confirm the other.
     */
    public Predicate<Message> inSameTest(PendingClaim of) {
        long https = firstHttps.getOrDefault(of.boot(), Long.MAX_VALUE);
        return of.step().startsWith("https.") ? message -> message.seq() >= https : message -> message.seq() < https;
    }

    /**
     * The ruling when nothing confirms a claim: refuted only if the witness was provably awake and allowed to look.
     *
     * @param expected what would have been seen, for a person
     */
    public Settled absent(PendingClaim of, Purpose purpose, String expected, String allow) {
        if (!awakeFor(of)) {
            return asleep(of);
        }
        if (!Boolean.TRUE.equals(witness.granted(purpose))) {
            return Ruling.settled(
                    Verdict.UNCHECKABLE, "the cloud refuses the witness this view; allow it " + allow, of.seq());
        }
        Gap lost = textLostBefore(of);
        if (lost != null) {
            return Ruling.settled(
                    Verdict.UNSEEN,
                    "the witness was awake and saw no " + expected + ", but " + twoHalves(lost),
                    entries(of.seq(), lost.seq()));
        }
        if (cloud.leftOut() > 0) {
            return Ruling.settled(Verdict.UNSEEN, "no " + expected + " among what is compared; " + flood(), of.seq());
        }
        boolean lifecycle = purpose == Purpose.PRESENCE || purpose == Purpose.SUBSCRIPTIONS;
        if (lifecycle && !witness.lifecycleFlows()) {
            return Ruling.settled(
                    Verdict.UNCHECKABLE, "no lifecycle events reach the witness; allow it " + allow, of.seq());
        }
        return Ruling.settled(
                Verdict.REFUTED,
                "the witness was awake and saw no " + expected,
                entries(of.seq(), witness.canarySeq()));
    }

    /** Why nothing can be said of what was not seen, when there was too much to see. */
    String flood() {
        return "the cloud sent " + cloud.leftOut() + " messages more than the bench compares";
    }

    /** True when the witness was provably awake while what the claim tells of must have happened. */
    public boolean awakeFor(PendingClaim of) {
        return witness.awake(earliest(of), of.nanos());
    }

    private long earliest(PendingClaim of) {
        return Math.max(resetNanos, of.sinceNanos() - PRINT_LAG_NANOS);
    }

    private Settled asleep(PendingClaim of) {
        List<Long> evidence = new ArrayList<>(witness.stalls(earliest(of), of.nanos()));
        String why;
        Long stalled = host.seconds(evidence);
        if (stalled != null) {
            why = HostLags.stalled(stalled) + " around this claim, and the witness with it";
        } else if (witness.lostSeq() != null) {
            why = "the witness lost its connection (entry " + witness.lostSeq() + ")";
            evidence.add(witness.lostSeq());
        } else {
            why = "no canary of the witness came back around this claim";
            Long sent = witness.waitingSinceNanos();
            if (sent != null && host.explainsSeconds(sent, closedNanos) != null) {
                evidence.addAll(host.between(sent, closedNanos));
            }
        }
        evidence.add(of.seq());
        return new Settled(Verdict.UNSEEN, "no evidence: " + why, evidence);
    }

    /**
     * The ruling for a claim that contradicts what was seen: a few bytes apart on a damaged wire nobody can know; else it
     * is refuted.
     *
     * @param said the contradicting part of the claim
     * @param seen what it should have been; the nearest when there are several
     */
    public Settled contradicted(PendingClaim of, String said, List<String> seen, String reason, Long... evidence) {
        Gap lost = textLostBefore(of);
        if (lost != null) {
            return Ruling.settled(
                    Verdict.UNSEEN,
                    reason + ", but " + twoHalves(lost),
                    Stream.concat(Stream.of(evidence), Stream.of(lost.seq())).toArray(Long[]::new));
        }
        if (cloud.leftOut() > 0) {
            return Ruling.settled(Verdict.UNSEEN, reason + ", but " + flood(), evidence);
        }
        boolean few = seen.stream().anyMatch(it -> LineIntegrity.nearlyEqual(said, it));
        if (few && (wire.isGarbled() || LineIntegrity.hasForeignBytes(said))) {
            String where = wire.isGarbled() ? "; the wire was damaged at " + wire.describe() : "";
            return Ruling.settled(
                    Verdict.UNSEEN, reason + ", but only a few bytes differ and bytes were damaged" + where, evidence);
        }
        return Ruling.settled(Verdict.REFUTED, reason, evidence);
    }

    /**
     * Where the port was away or the host stalled, when that was in the midst of the claim's own phase: halves of two lines
     * then make one that nobody said, and what was printed ahead of the claim may be another phase's. Null when the
     * phase's text is whole.
     */
    public @Nullable Gap textLostBefore(PendingClaim of) {
        if (wire.isWhole()) {
            return null;
        }
        long since = resetSeq == null ? 0 : resetSeq;
        for (PendingClaim each : heard) {
            if (each.seq() < of.seq() && !each.phase().equals(of.phase())) {
                since = each.seq();
            }
        }
        return wire.gapBetween(since, of.seq());
    }

    private static String twoHalves(Gap lost) {
        return lost.what() + " in the midst of this test, until entry " + lost.seq()
                + ": its text may be of two halves";
    }

    /** The rulings of {@code claims} that are not settled as {@code good}. */
    public static Predicate<PendingClaim> settledAs(Verdict verdict) {
        return claim -> {
            Settled ruling = claim.ruling();
            return ruling != null && ruling.verdict() == verdict;
        };
    }

    private static Long[] entries(long seq, @Nullable Long more) {
        return more == null || more == 0 ? new Long[] {seq} : new Long[] {seq, more};
    }
}
