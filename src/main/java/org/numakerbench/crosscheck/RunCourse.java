package org.numakerbench.crosscheck;

import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Stage;

/** The course of a run on the bench's side: reset, failures of bench and witness, limits, the end. */
final class RunCourse {
    /** What was waited for in vain, in monotonic time. */
    private record Wait(long fromNanos, long untilNanos) {
        static Wait until(EvidenceEntry entry, long ms) {
            return new Wait(entry.monoNanos() - ms * 1_000_000, entry.monoNanos());
        }
    }

    /** After so long without a sign of life either end gives the witness's connection up (Witness's keep-alive). */
    private static final long KEEP_ALIVE_MS = 30_000;

    /** A busy host has been seen to read a UART 8 s late; what it lost for sure comes on top. */
    private static final long REMAINS_NANOS = 10_000_000_000L;

    private final HostLags host;
    private Fact.@Nullable BenchFailed benchFailure;
    private @Nullable Wait benchWait;
    private @Nullable Stage toolStage;
    private @Nullable Wait toolWait;
    private Fact.@Nullable WitnessFailed witnessFailure;
    private @Nullable Wait witnessWait;
    private boolean witnessLost;
    private @Nullable Long witnessLostSeq;
    private @Nullable Wait witnessLostWait;
    private Fact.@Nullable LimitExpired limit;
    private @Nullable Long limitSeq;
    private @Nullable Wait limitWait;
    private long silentMs;
    private @Nullable Long linkFaultSeq;
    private @Nullable String interrupted;
    private boolean ended;
    private long resetNanos;
    private @Nullable Long resetReturnedNanos;
    private long resetReturnedSeq = Long.MAX_VALUE;
    private @Nullable Long lastByteNanos;

    RunCourse(HostLags host) {
        this.host = host;
    }

    void accept(EvidenceEntry entry) {
        Fact fact = entry.fact();
        if (fact instanceof Fact.ResetIssued) {
            resetNanos = entry.monoNanos();
            resetReturnedNanos = null;
            resetReturnedSeq = Long.MAX_VALUE;
        } else if (fact instanceof Fact.ResetReturned) {
            resetReturnedNanos = entry.monoNanos();
            resetReturnedSeq = entry.seq();
        } else if (fact instanceof Fact.UartReceived) {
            lastByteNanos = entry.monoNanos();
        } else if (fact instanceof Fact.ToolRan it) {
            toolStage = it.stage();
            toolWait = it.timedOut() ? Wait.until(entry, it.durationMs()) : null;
        } else if (fact instanceof Fact.BenchFailed it && benchFailure == null) {
            benchFailure = it;
            benchWait = it.stage() == toolStage ? toolWait : null;
        } else if (fact instanceof Fact.LimitExpired it
                && limit == null
                && it.limit().isOfDevice()) {
            limit = it;
            limitSeq = entry.seq();
            Long since = it.limit().isOfSilence() ? lastByteNanos : null;
            silentMs = lastByteNanos == null ? 0 : (entry.monoNanos() - lastByteNanos) / 1_000_000;
            limitWait = new Wait(since == null ? resetNanos : since, entry.monoNanos());
        } else if (fact instanceof Fact.LinkFaultBegan && linkFaultSeq == null) {
            linkFaultSeq = entry.seq();
        } else if (fact instanceof Fact.Interrupted it) {
            interrupted = it.reason();
        } else if (fact instanceof Fact.RunEnded) {
            ended = true;
        } else {
            witness(entry, fact);
        }
    }

    private void witness(EvidenceEntry entry, Fact fact) {
        if (fact instanceof Fact.WitnessDisconnected) {
            witnessLost = true;
            witnessLostSeq = entry.seq();
            witnessLostWait = Wait.until(entry, KEEP_ALIVE_MS);
        } else if (fact instanceof Fact.WitnessFailed it) {
            witnessLost = false;
            witnessFailure = it;
            Long waitedMs = it.timedOutMs();
            witnessWait = waitedMs == null ? null : Wait.until(entry, waitedMs);
        } else if (fact instanceof Fact.WitnessConnected) {
            witnessLost = false;
            witnessFailure = null;
        }
    }

    /** Entry at which it was noted as done; beyond all entries before that. */
    long resetReturnedSeq() {
        return resetReturnedSeq;
    }

    /** When that was, monotonic; after everything while it was not. */
    long resetReturnedNanos() {
        return resetReturnedNanos == null ? Long.MAX_VALUE : resetReturnedNanos;
    }

    /** True when the present is too late for an older run's text still to be in flight. */
    boolean isPastRemains(long nowNanos) {
        Long returned = resetReturnedNanos;
        return returned != null && nowNanos - returned - host.lostNanos(returned, nowNanos) > REMAINS_NANOS;
    }

    /** For how many seconds this host was stalled, when that is why the bench gave up; else null. */
    @Nullable
    Long benchStalledSeconds() {
        return stalledSeconds(benchWait);
    }

    /** ... why the witness could not connect. */
    @Nullable
    Long witnessStalledSeconds() {
        return stalledSeconds(witnessWait);
    }

    /** ... why the witness lost its connection. */
    @Nullable
    Long witnessLostStalledSeconds() {
        return stalledSeconds(witnessLostWait);
    }

    /** ... why the device was not heard before a limit passed. */
    @Nullable
    Long limitStalledSeconds() {
        Wait wait = limitWait;
        return wait == null ? null : host.explainsSilenceSeconds(wait.fromNanos(), wait.untilNanos());
    }

    private @Nullable Long stalledSeconds(@Nullable Wait wait) {
        return wait == null ? null : host.explainsSeconds(wait.fromNanos(), wait.untilNanos());
    }

    /** ... of what {@code finding} rests on; null when it rests on nothing of the kind. */
    @Nullable
    Long stalledSeconds(Finding finding) {
        return host.seconds(finding.evidence());
    }

    Fact.@Nullable BenchFailed benchFailure() {
        return benchFailure;
    }

    Fact.@Nullable WitnessFailed witnessFailure() {
        return witnessFailure;
    }

    boolean witnessIsLost() {
        return witnessLost;
    }

    /** Entry at which the host lost the endpoint, or null. */
    @Nullable
    Long witnessLostSeq() {
        return witnessLostSeq;
    }

    Fact.@Nullable LimitExpired limit() {
        return limit;
    }

    @Nullable
    Long limitSeq() {
        return limitSeq;
    }

    /** Entry at which the bench first disturbed the device's connection, as an experiment does; or null. */
    @Nullable
    Long linkFaultSeq() {
        return linkFaultSeq;
    }

    /** How long nothing had come when that limit passed. */
    long silentMs() {
        return silentMs;
    }

    @Nullable
    String interrupted() {
        return interrupted;
    }

    boolean ended() {
        return ended;
    }
}
