package org.numakerbench.crosscheck;

import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** Heap and timings of a run. */
final class Measurements {
    private @Nullable RunContext context;
    private @Nullable Long currentHeap;
    private @Nullable Long maxHeap;
    private @Nullable Long flashMs;
    private @Nullable Long resetNanos;
    private @Nullable Long firstByteNanos;
    private @Nullable Long lastByteNanos;
    private @Nullable Long endedNanos;

    void accept(EvidenceEntry entry) {
        Fact fact = entry.fact();
        if (fact instanceof Fact.RunStarted it) {
            context = it.context();
        } else if (fact instanceof Fact.Flashed it) {
            flashMs = it.durationMs();
        } else if (fact instanceof Fact.ResetIssued) {
            resetNanos = entry.monoNanos();
            firstByteNanos = null;
        } else if (fact instanceof Fact.UartReceived) {
            lastByteNanos = entry.monoNanos();
            if (firstByteNanos == null && resetNanos != null) {
                firstByteNanos = lastByteNanos;
            }
        } else if (fact instanceof Fact.RunEnded) {
            endedNanos = entry.monoNanos();
        }
    }

    void heard(Claim claim) {
        if (claim.kind() == ClaimKind.HEAP_CURRENT) {
            currentHeap = claim.number("bytes");
        } else if (claim.kind() == ClaimKind.HEAP_MAX) {
            maxHeap = claim.number("bytes");
        }
    }

    /** RAM that the profile wants left; null when it does not say. */
    @Nullable
    Long minHeadroomBytes() {
        return context == null || context.build() == null
                ? null
                : context.build().minHeadroomBytes();
    }

    Judgement.Heap heap() {
        Long staticBytes = context == null ? null : context.image().staticBytes();
        Long total = staticBytes == null || maxHeap == null ? null : Long.valueOf(staticBytes + maxHeap);
        return new Judgement.Heap(
                currentHeap, maxHeap, staticBytes, total, context == null ? null : context.knownRamBytes());
    }

    Judgement.Timings timings() {
        return new Judgement.Timings(
                flashMs,
                millis(resetNanos, firstByteNanos),
                millis(firstByteNanos, lastByteNanos),
                millis(lastByteNanos, endedNanos));
    }

    private static @Nullable Long millis(@Nullable Long from, @Nullable Long to) {
        return from == null || to == null ? null : Long.valueOf((to - from) / 1_000_000);
    }
}
