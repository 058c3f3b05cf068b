package org.numakerbench.uart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.StepTable;
import org.numakerbench.uart.grammar.GenerationGuess;

/**
 * One capture in one object, as {@code bench parse --summary} prints it. It tells what the device says; whether it is
 * true is not known here.
 *
 * @param steps in the order of their first claim; a step failed when any of its claims says so
 * @param arrivals messages that arrived
 * @param heap the last heap figures, in bytes
 * @param crash the first crash, or null
 * @param hang the operation that never ended, or the step after which nothing came, or null
 * @param boots how many times the board started
 * @param unrecognised how many lines no generation prints
 * @param firmware the generation guessed
 */
public record ParseSummary(
        List<Step> steps,
        List<Arrival> arrivals,
        Heap heap,
        @Nullable Crash crash,
        @Nullable Hang hang,
        int boots,
        int unrecognised,
        GenerationGuess firmware) {
    /** A step with the device's own result: null where it claims neither success nor failure. */
    public record Step(String step, @Nullable Boolean ok) {}

    /** A message that the device says arrived. */
    public record Arrival(
            @Nullable String step,
            @Nullable Long qos,
            @Nullable String payload) {}

    /** Null where no figure was printed. */
    public record Heap(
            @Nullable Long currentBytes, @Nullable Long maxBytes) {}

    /** What the operating system said last. */
    public record Crash(
            @Nullable String step, int line, @Nullable String source, String text) {}

    /** Where the device fell silent. */
    public record Hang(@Nullable String step, int line, String text) {}

    /** From all claims of a capture. */
    public static ParseSummary of(List<Claim> claims) {
        Map<String, Step> steps = new LinkedHashMap<>();
        List<Arrival> arrivals = new ArrayList<>();
        Long current = null;
        Long max = null;
        Crash crash = null;
        int boots = 0;
        int unrecognised = 0;
        for (Claim claim : claims) {
            String step = claim.stepName();
            if (step != null) {
                steps.merge(step, new Step(step, claim.ok()), ParseSummary::both);
            }
            switch (claim.kind()) {
                case MESSAGE_ARRIVED -> arrivals.add(new Arrival(step, claim.number("qos"), claim.string("payload")));
                case HEAP_CURRENT -> current = claim.number("bytes");
                case HEAP_MAX -> max = claim.number("bytes");
                case CRASH -> {
                    if (crash == null) {
                        crash = new Crash(step, claim.line(), claim.string("source"), claim.text());
                    }
                }
                case BOOT_BANNER -> boots++;
                case UNRECOGNISED -> unrecognised++;
                default -> {}
            }
        }
        return new ParseSummary(
                List.copyOf(steps.values()),
                List.copyOf(arrivals),
                new Heap(current, max),
                crash,
                crash == null ? hang(claims) : null,
                boots,
                unrecognised,
                GenerationGuess.of(claims));
    }

    /** Failure stays, success comes before silence. */
    private static Step both(Step earlier, Step later) {
        if (earlier.ok() == null || Boolean.FALSE.equals(later.ok())) {
            return later.ok() == null ? earlier : later;
        }
        return earlier;
    }

    /** A capture that ends with neither the heap figures nor a last word of the test: the board fell silent before. */
    private static @Nullable Hang hang(List<Claim> claims) {
        Claim last = null;
        for (Claim claim : claims) {
            switch (claim.kind()) {
                case UNFINISHED -> {
                    return new Hang(claim.stepName(), claim.line(), claim.text());
                }
                case UNRECOGNISED, TRACE, AT_DRIVER, THREAD_STACK, REBOOT_NOTICE -> {}
                default -> last = claim;
            }
        }
        if (last == null || endsTest(last)) {
            return null;
        }
        return new Hang(last.stepName(), last.line(), last.text());
    }

    private static boolean endsTest(Claim claim) {
        return switch (claim.kind()) {
            case HEAP_CURRENT, HEAP_MAX, CRASH -> true;
            case MQTT_DISCONNECT -> claim.claimsSuccess();
            case HTTPS_STEP_END -> claim.step() != null && StepTable.FIRMWARE.endsTest(claim.step());
            case NETWORK, CONNECTED, IO_ERROR, BUFFER_TOO_SMALL -> claim.claimsFailure();
            default -> false;
        };
    }
}
