package org.numakerbench.crosscheck.expect;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.measure.ByteTimes;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.crosscheck.timeline.LineIntegrity.Gap;
import org.numakerbench.text.Shortened;
import org.numakerbench.uart.Claim;

/**
 * A stretch of a run in which a line had to come, and what there speaks against blaming the device for it.
 *
 * @param heard claims of the run
 * @param fromSeq entry at which it began
 * @param fromNanos when that was, monotonic
 * @param first place of the first claim in it
 * @param until place behind its last claim
 */
record Wait(
        RunView run, List<PendingClaim> heard, ByteTimes times, long fromSeq, long fromNanos, int first, int until) {
    private static final int LONGEST = 120;

    /** Behind a claim. */
    static Wait behind(RunView run, List<PendingClaim> heard, ByteTimes times, int place, int until) {
        PendingClaim from = heard.get(place);
        return new Wait(run, heard, times, from.seq(), nanos(from, times), place + 1, until);
    }

    /** When the last byte of a claim was read, monotonic. */
    static long nanos(PendingClaim claim, ByteTimes times) {
        return claim.claim().end() == 0 ? claim.nanos() : times.at(claim.claim().end() - 1);
    }

    /** Until the line came. */
    Duration took(PendingClaim met) {
        return Duration.ofNanos(Math.max(0, nanos(met, times) - fromNanos));
    }

    /** True when that was more than is allowed, and more than clock and wire can tell apart. */
    boolean isOver(Duration took, Duration within, int lineBytes) {
        return took.toNanos() > within.toNanos() + (long) (times.resolutionMs(lineBytes) * 1e6);
    }

    /** True when what the host lost until then may be what was too much. */
    boolean mayBeLag(Duration took, Duration within) {
        return took.toNanos() - run.host().mostLostNanos(fromNanos, fromNanos + took.toNanos()) <= within.toNanos();
    }

    /** Entries that tell of the host's lag until then. */
    List<Long> lags(long untilNanos) {
        return run.host().between(fromNanos, untilNanos);
    }

    /** For a person, where the host was stalled so long that nothing was heard; empty when it was not. */
    Optional<Doubt> stalled(long untilNanos) {
        Long seconds = run.host().explainsSilenceSeconds(fromNanos, untilNanos);
        return seconds == null ? Optional.empty() : Optional.of(new Doubt(HostLags.stalled(seconds), lags(untilNanos)));
    }

    /**
     * Why the line may have come, and not have been read.
     *
     * @param words for a person
     * @param evidence log entries
     */
    record Doubt(String words, List<Long> evidence) {}

    /**
     * What there shows that a line may have been lost; empty when the wire was whole there.
     *
     * @param mayBe for lines that nobody knows: whether one may be what is missing
     */
    Optional<Doubt> damage(Predicate<Claim> mayBe) {
        LineIntegrity wire = run.wire();
        List<PendingClaim> within = heard.subList(Math.min(first, until), until);
        for (PendingClaim each : within) {
            Claim claim = each.claim();
            if (wire.damaged().contains(claim) || mayBe.test(claim)) {
                return Optional.of(new Doubt(
                        "line " + claim.line() + " may be what is left of it: " + shown(claim), List.of(each.seq())));
            }
        }
        long last = until < heard.size() ? heard.get(until).seq() : Long.MAX_VALUE;
        Gap gap = wire.gapBetween(fromSeq, last);
        if (gap != null) {
            return Optional.of(new Doubt(gap.what() + " meanwhile, until entry " + gap.seq(), List.of(gap.seq())));
        }
        return wire.countedSince(fromSeq)
                ? Optional.of(new Doubt(Objects.requireNonNull(wire.counted()), List.of()))
                : Optional.empty();
    }

    /** What came there in place of the line, for a person. */
    String instead() {
        return first < Math.min(until, heard.size())
                ? "next came line " + heard.get(first).claim().line() + ", "
                        + shown(heard.get(first).claim())
                : "nothing else came there";
    }

    static String shown(Claim claim) {
        return "\"" + Shortened.to(LONGEST, claim.text().lines().findFirst().orElse("")) + "\"";
    }

    /** In seconds, for a person. */
    static String words(Duration time) {
        return String.format(Locale.ROOT, time.toMillis() < 1000 ? "%.3f s" : "%.1f s", time.toNanos() / 1e9);
    }

    /** Entries in the order of findings; {@code one} more, null for none. */
    static List<Long> evidence(List<Long> entries, @Nullable Long one) {
        TreeSet<Long> all = new TreeSet<>(entries);
        if (one != null) {
            all.add(one);
        }
        return List.copyOf(all);
    }
}
