package org.numakerbench.crosscheck.claim;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.CloudTimeline;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.crosscheck.timeline.LineIntegrity.Gap;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.OwnAnswers;
import org.numakerbench.crosscheck.timeline.WitnessLiveness;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.IdentityFacts;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Step;
import org.numakerbench.text.Figures;
import org.numakerbench.uart.ClaimKind;

/** All a rule may look at: the run's context, what the bench saw, and the claims heard so far. */
public final class RunView {
    /** A print may lag behind what it tells of: one line at 9600 baud, UART and USB buffers. */
    private static final long PRINT_LAG_NANOS = 2_000_000_000L;

    private final Hearing run;
    private final List<PendingClaim> heard;
    private final Map<Class<?>, Object> atEnd = new HashMap<>();

    RunView(Hearing run) {
        this.run = run;
        this.heard = Collections.unmodifiableList(run.heard);
    }

    public RunContext context() {
        return run.context;
    }

    public CloudTimeline cloud() {
        return run.timeline.cloud();
    }

    public WitnessLiveness witness() {
        return run.timeline.witness();
    }

    public LineIntegrity wire() {
        return run.timeline.wire();
    }

    /** Answers to the requests that the firmware's description names. */
    public OwnAnswers answers() {
        return run.timeline.answers();
    }

    /** The host's own lag. */
    public HostLags host() {
        return run.host;
    }

    /** Claims of this run in wire order. */
    public List<PendingClaim> heard() {
        return heard;
    }

    /** Entry of the reset the bench made, or null before it. */
    public @Nullable Long resetSeq() {
        return run.resetSeq;
    }

    /** True when the device reaches the endpoint through a link of the bench's, which has a port of its own. */
    public boolean isThroughLink() {
        return run.throughLink;
    }

    /** True when no more evidence will come. */
    public boolean closed() {
        return run.closed;
    }

    /** When that was, monotonic. */
    long closedNanos() {
        return run.closedNanos;
    }

    /** What is worked out once, of a run of which all is known. */
    public <T> T atEnd(Class<T> what, Supplier<T> working) {
        if (!closed()) {
            throw new IllegalStateException("more may come: " + what);
        }
        return what.cast(atEnd.computeIfAbsent(what, key -> Objects.requireNonNull(working.get())));
    }

    /** The topic of this request to the device's shadow. */
    public String topic(ShadowOperation operation) {
        return operation.topic(run.context.identity().thing());
    }

    /** The topic that {@code step} speaks of in this run. */
    public String topic(Step step) {
        IdentityFacts identity = run.context.identity();
        return step.topic(identity.thing(), identity.userTopic());
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

    /** Claims behind {@code of}, in wire order. */
    public Stream<PendingClaim> behind(PendingClaim of) {
        return heard.subList(of.place() + 1, heard.size()).stream();
    }

    /** The last claim of {@code kind} in the boot of {@code of}. */
    public @Nullable PendingClaim last(PendingClaim of, ClaimKind kind) {
        for (int at = heard.size() - 1; at >= 0; at--) {
            PendingClaim other = heard.get(at);
            if (other.claim().kind() == kind && other.boot() == of.boot()) {
                return other;
            }
        }
        return null;
    }

    /** How often the device says that it connected to the cloud over MQTT; null when it does not test that. */
    public @Nullable Integer sessions() {
        return context().phases().contains(Step.MQTT)
                ? (int) heard.stream()
                        .map(PendingClaim::claim)
                        .filter(it -> it.kind() == ClaimKind.MQTT_CONNECT && it.claimsSuccess())
                        .count()
                : null;
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
        long https = run.firstHttps.getOrDefault(of.boot(), Long.MAX_VALUE);
        return of.step().isHttps() ? message -> message.seq() >= https : message -> message.seq() < https;
    }

    /** Why nothing can be said of what was not seen, when there was too much to see. */
    public String flood() {
        return "the cloud sent " + Figures.count(cloud().leftOut(), "message") + " more than the bench compares";
    }

    /** True when the witness was provably awake while what the claim tells of must have happened. */
    public boolean awakeFor(PendingClaim of) {
        return witness().awake(earliest(of), of.nanos());
    }

    /** What it tells of cannot have happened before. */
    long earliest(PendingClaim of) {
        return Math.max(run.resetNanos, of.sinceNanos() - PRINT_LAG_NANOS);
    }

    /**
     * Where the port was away or the host stalled, when that was in the midst of the claim's own phase: halves of two lines
     * then make one that nobody said, and what was printed ahead of the claim may be another phase's. Null when the
     * phase's text is whole.
     */
    public @Nullable Gap textLostBefore(PendingClaim of) {
        if (wire().isWhole()) {
            return null;
        }
        long since = run.resetSeq == null ? 0 : run.resetSeq;
        for (PendingClaim each : heard) {
            if (each.seq() < of.seq() && !each.phase().equals(of.phase())) {
                since = each.seq();
            }
        }
        return wire().gapBetween(since, of.seq());
    }
}
