package org.numakerbench.lab.night;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.plan.NightPlan.Retries;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;

/**
 * What all attempts at one item came to.
 *
 * @param attempts those that have ended, in order
 */
public record AttemptSummary(List<AttemptRow> attempts) {
    /** A host that dies at every attempt at an item must not do so for ever. */
    private static final int MOST = 20;

    public AttemptSummary {
        attempts = attempts.stream().filter(it -> it.outcome() != null).toList();
    }

    /** Null without an attempt that ended. */
    public @Nullable ItemOutcome word() {
        return ItemOutcome.of(attempts);
    }

    /**
     * The attempt that made the word, and is therefore the one to look at. Of one that passed on retry it is the failure
     * before; the device's rather than another's.
     */
    public Optional<AttemptRow> telling() {
        ItemOutcome word = word();
        if (word == null || word == ItemOutcome.PASS) {
            return last(it -> true);
        }
        return word == ItemOutcome.FLAKY
                ? last(it -> !it.isPass() && it.owner() == Owner.DEVICE).or(() -> last(it -> !it.isPass()))
                : last(it -> word.countsAs() == it.outcome());
    }

    private Optional<AttemptRow> last(Predicate<AttemptRow> which) {
        return attempts.stream().filter(which).reduce((earlier, later) -> later);
    }

    /** The last attempt passed. */
    public boolean isPass() {
        return !attempts.isEmpty() && attempts.get(attempts.size() - 1).isPass();
    }

    /**
     * Nothing is tried any more: it passed, or all retries that its last failure allows are used. What cut an attempt off
     * decides nothing.
     */
    public boolean isOver(Retries retries) {
        if (attempts.isEmpty()) {
            return false;
        }
        AttemptRow last = attempts.get(attempts.size() - 1);
        long its = attempts.stream().filter(it -> it.owner() == last.owner()).count();
        boolean cutOff = FailureCode.INTERRUPTED.word().equals(last.code());
        return isPass() || attempts.size() >= MOST || !cutOff && its > retries.after(last.owner());
    }

    /** Why the item has its word, in one sentence: by the attempt that made it, never by another that came after. */
    public String reason() {
        ItemOutcome word = word();
        AttemptRow telling = telling().orElse(null);
        if (word == null || telling == null) {
            return "";
        }
        String why = String.valueOf(telling.reason());
        if (word == ItemOutcome.FLAKY) {
            return "passed at attempt " + attempts.get(attempts.size() - 1).number() + "; at attempt "
                    + telling.number() + " " + whatWent(telling.outcome()) + ": "
                    + why;
        }
        if (attempts.size() == 1 || word == ItemOutcome.PASS) {
            return why;
        }
        boolean alike = attempts.stream().allMatch(it -> word.countsAs() == it.outcome());
        return why
                + (alike
                        ? " (" + attempts.size() + " attempts)"
                        : " (attempt " + telling.number() + " of " + attempts.size() + ")");
    }

    private static String whatWent(@Nullable Outcome outcome) {
        return switch (outcome == null ? Outcome.INCONCLUSIVE : outcome) {
            case DEVICE_FAIL -> "the device failed";
            case MISMATCH -> "device and cloud disagreed";
            case CLOUD_FAULT -> "the cloud was away, which is not the device's fault";
            case BENCH_FAULT -> "the bench was at fault, not the device";
            default -> "nothing could be known";
        };
    }
}
