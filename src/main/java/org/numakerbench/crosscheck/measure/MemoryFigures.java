package org.numakerbench.crosscheck.measure;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.BuildFacts;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Samples;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** Heap and stacks by the device's own words, flash and static RAM by the image's map, in bytes. */
final class MemoryFigures {
    private static final String STEP = "heap";
    private static final double HEAP_GRAIN = 8;
    /** Stacks are watched word by word (Mbed OS, osThreadGetStackSpace). */
    private static final double STACK_GRAIN = 4;

    private static final String MAIN_STACK = "MBED_CONF_APP_MAIN_STACK_SIZE";
    /** The example firmware's. */
    private static final long USUAL_MAIN_STACK = 4096;

    private final RunContext context;
    private final SampleBook book;

    MemoryFigures(RunContext context, SampleBook book) {
        this.context = context;
        this.book = book;
    }

    void take(List<PendingClaim> heard) {
        Long before = null;
        Long peak = null;
        for (PendingClaim each : heard) {
            Claim claim = each.claim();
            Long bytes = claim.number("bytes");
            if (claim.kind() == ClaimKind.HEAP_CURRENT && bytes != null && isPossible(each)) {
                add("heap.current", bytes, HEAP_GRAIN);
                if (before != null) {
                    add("heap.growth-per-loop", bytes - before, HEAP_GRAIN);
                }
                before = bytes;
            } else if (claim.kind() == ClaimKind.HEAP_MAX && bytes != null && isPossible(each)) {
                add("heap.max", bytes, HEAP_GRAIN);
                peak = bytes;
            } else if (claim.kind() == ClaimKind.THREAD_STACK) {
                stack(claim.number("stackBytes"), claim.number("maxStackBytes"));
            }
        }
        Long fixed = context.image().staticBytes();
        if (fixed != null) {
            add("ram.static", fixed, 1);
            if (peak != null) {
                add("ram.static-and-heap", fixed + peak, HEAP_GRAIN);
            }
        }
        BuildFacts build = context.build();
        if (build != null && build.flashBytes() != null) {
            add("flash.used", build.flashBytes(), 1);
        }
    }

    /** Not where a digit was lost, or more is used than there is. */
    private static boolean isPossible(PendingClaim claim) {
        Settled ruling = claim.ruling();
        return ruling == null || ruling.verdict() != Verdict.REFUTED && ruling.verdict() != Verdict.UNSEEN;
    }

    /** Threads have no names on the wire and other addresses in each build; their sizes stay. */
    private void stack(@Nullable Long size, @Nullable Long used) {
        if (size != null && used != null && used <= size) {
            add("stack." + (size == mainStack() ? "main" : size.toString()) + ".used", used, STACK_GRAIN);
        }
    }

    private long mainStack() {
        BuildFacts build = context.build();
        Map<String, String> macros = build == null || build.macros() == null ? Map.of() : build.macros();
        String macro = macros.getOrDefault(MAIN_STACK, "");
        return macro.matches("[0-9]{1,9}") ? Long.parseLong(macro) : USUAL_MAIN_STACK;
    }

    private void add(String name, double bytes, double grain) {
        book.add(new Measurement(name, "bytes", Direction.SMALLER, grain, grain, STEP, Limits.NONE, Samples.of(bytes)));
    }
}
