package org.numakerbench.crosscheck.timeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

/**
 * When this host did not let the bench run. What ran out of time meanwhile is nobody else's fault, if the host had lost enough of the
 * time; and what was printed or delivered meanwhile may be lost.
 */
public final class HostLags {
    /**
     * A wait was in vain because of the host when the host had lost this part of it. Waits grow by what the host loses, so one that
     * lost less had most of its time, and the other side did not use it.
     */
    private static final double EXPLAINS = 1.0 / 3;

    /** The buffers of UART and USB, and of a network connection, bridge less than this: twice a second's text at 9600 baud. */
    private static final long BRIDGED_MS = 2_000;

    private static final long NANOS_PER_MS = 1_000_000;

    private final List<Lag> lags = new ArrayList<>();

    /** One entry: late by {@code lateMs} somewhere within, and then stalled until {@code untilNanos}. */
    private record Lag(long seq, long fromNanos, long stalledNanos, long untilNanos, long lateNanos) {
        /** The least that was lost between two moments: what may have been outside was. */
        long leastNanos(long from, long to) {
            long stalled = overlap(stalledNanos, untilNanos, from, to);
            long outside = (stalledNanos - fromNanos) - overlap(fromNanos, stalledNanos, from, to);
            return stalled + Math.max(0, lateNanos - outside);
        }
    }

    /** Reads one entry. */
    public void accept(EvidenceEntry entry) {
        if (entry.fact() instanceof Fact.HostLag it) {
            long until = entry.monoNanos();
            long stalled = until - it.stalledMs() * NANOS_PER_MS;
            lags.add(new Lag(
                    entry.seq(),
                    Math.min(stalled, until - it.sinceMs() * NANOS_PER_MS),
                    stalled,
                    until,
                    (it.lateMs() - it.stalledMs()) * NANOS_PER_MS));
        }
    }

    /** True for a stall in which text and messages may be lost. */
    public static boolean mayLose(Fact fact) {
        return fact instanceof Fact.HostLag it && it.stalledMs() >= BRIDGED_MS;
    }

    /** Whole seconds for which the host was stalled, when that explains why no answer came between two moments; else null. */
    public @Nullable Long explainsSeconds(long fromNanos, long toNanos) {
        return explainsSeconds(fromNanos, toNanos, 0);
    }

    /** The same of a device that was not heard: buffers keep what it says while the host is merely slow. */
    public @Nullable Long explainsSilenceSeconds(long fromNanos, long toNanos) {
        return explainsSeconds(fromNanos, toNanos, BRIDGED_MS * NANOS_PER_MS);
    }

    /** The least that the host lost between two moments. */
    public long lostNanos(long fromNanos, long toNanos) {
        return lags.stream().mapToLong(it -> it.leastNanos(fromNanos, toNanos)).sum();
    }

    /** The most that it may have lost: all that was on record as lost about then. */
    public long mostLostNanos(long fromNanos, long toNanos) {
        return lags.stream()
                .filter(it -> it.untilNanos() > fromNanos && it.fromNanos() < toNanos)
                .mapToLong(it -> it.lateNanos() + it.untilNanos() - it.stalledNanos())
                .sum();
    }

    private @Nullable Long explainsSeconds(long fromNanos, long toNanos, long shortestNanos) {
        List<Lag> within = lags.stream()
                .filter(it -> it.untilNanos() - it.stalledNanos() >= shortestNanos)
                .filter(it -> it.leastNanos(fromNanos, toNanos) > 0)
                .toList();
        long lost = within.stream()
                .mapToLong(it -> it.leastNanos(fromNanos, toNanos))
                .sum();
        return lost > 0 && lost >= EXPLAINS * (toNanos - fromNanos)
                ? seconds(within.stream().map(Lag::seq).toList())
                : null;
    }

    /** Whole seconds of lag that {@code entries} tell of; null when none of them is of this kind. */
    public @Nullable Long seconds(Collection<Long> entries) {
        long nanos = lags.stream()
                .filter(it -> entries.contains(it.seq()))
                .mapToLong(it -> it.lateNanos() + it.untilNanos() - it.stalledNanos())
                .sum();
        return nanos == 0 ? null : seconds(nanos);
    }

    /** Entries that tell of lag between two moments, in order. */
    public List<Long> between(long fromNanos, long toNanos) {
        return lags.stream()
                .filter(it -> it.untilNanos() > fromNanos && it.fromNanos() < toNanos)
                .map(Lag::seq)
                .toList();
    }

    /** In words. */
    public static String stalled(long seconds) {
        return "this host was stalled for " + seconds + " s";
    }

    /** In words. */
    public static String stalled(Fact.HostLag lag) {
        return stalled(seconds(lag.stalledMs() * NANOS_PER_MS));
    }

    private static Long seconds(long nanos) {
        return Math.max(1, Math.round(nanos / 1e9));
    }

    private static long overlap(long from, long to, long otherFrom, long otherTo) {
        return Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom));
    }
}
