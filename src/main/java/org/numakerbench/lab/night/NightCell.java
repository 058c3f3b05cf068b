package org.numakerbench.lab.night;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/**
 * One cell of the matrix: a board and a build, with all its repeats.
 *
 * @param place {@code bench/board}, or {@code any TARGET}
 * @param build the plan's name for the image
 */
public record NightCell(String place, String build, String phases, List<Result> results) {
    /** Outcomes of runs in which the device came to its own end; the heap of others says nothing of the build. */
    private static final Set<Outcome> WHOLE = EnumSet.of(Outcome.PASS, Outcome.MISMATCH, Outcome.INCONCLUSIVE);

    public NightCell {
        results = List.copyOf(results);
    }

    /** One repeat with all attempts at it. */
    public record Result(ItemRow item, List<AttemptRow> attempts) {
        public Result {
            attempts = List.copyOf(attempts);
        }

        /** The night goes on, and so does this. */
        public boolean isOpen() {
            return item.word() == null;
        }

        /** An item that has not ended counts as not run yet. */
        public ItemOutcome word() {
            ItemOutcome word = item.asWord();
            return word == null ? ItemOutcome.NOT_RUN : word;
        }

        /** Why it came to its word, in a sentence. */
        public String reason() {
            return item.reason() == null ? "not finished yet" : item.reason();
        }

        /** What the telling attempt says; of a run that was never begun, why not. */
        public String cause() {
            AttemptRow telling = telling();
            return word() == ItemOutcome.NOT_RUN || telling == null || telling.reason() == null
                    ? reason()
                    : telling.reason();
        }

        /** The attempt to look at; null without one that ended. */
        public @Nullable AttemptRow telling() {
            return new AttemptSummary(attempts).telling().orElse(null);
        }

        /** Who has to act; of a pass on retry, who had to answer for the failure. */
        public Owner owner() {
            AttemptRow telling = telling();
            boolean nothing = word() == ItemOutcome.PASS || word() == ItemOutcome.NOT_RUN;
            Owner owner = telling == null ? null : telling.owner();
            return nothing ? Owner.NOBODY : Objects.requireNonNullElse(owner, Owner.BENCH);
        }

        /**
         * Where it went wrong; empty when that is not known. The step is where device and cloud parted: where the bench or
         * the cloud failed it only tells how far the device had come.
         */
        public String where() {
            AttemptRow telling = telling();
            if (telling == null || owner() == Owner.NOBODY) {
                return "";
            }
            String step = owner() == Owner.DEVICE ? telling.step() : null;
            Stage stage = telling.stage();
            return step != null ? step : stage == null ? "" : stage.word();
        }

        /** Attempts beyond the first. */
        public int retries() {
            return Math.max(0, attempts.size() - 1);
        }
    }

    /** What tells cells of two nights apart. */
    public record Key(String place, String build, String phases) {}

    public Key key() {
        return new Key(place, build, phases);
    }

    /** Runs of it have not ended. */
    public boolean isOpen() {
        return results.stream().anyMatch(Result::isOpen);
    }

    /** The gravest of its repeats, as far as they have ended. */
    public ItemOutcome word() {
        return worst().word();
    }

    /** The repeat that decides. */
    public Result worst() {
        return results.stream()
                .max(Comparator.<Result, Boolean>comparing(it -> !it.isOpen()).thenComparing(Result::word))
                .orElseThrow(() -> new IllegalStateException("a cell without a run"));
    }

    /** Repeats that passed, on retry or at once. */
    public int passed() {
        return (int) results.stream().filter(it -> it.word().isPass()).count();
    }

    public int retries() {
        return results.stream().mapToInt(Result::retries).sum();
    }

    public boolean isFlaky() {
        return results.stream().anyMatch(it -> it.word() == ItemOutcome.FLAKY);
    }

    public String image() {
        return results.get(0).item().image();
    }

    public String sha256() {
        return results.get(0).item().sha256();
    }

    /** The build's shortest name. */
    public String buildId() {
        return results.stream()
                .flatMap(it -> it.attempts().stream())
                .map(AttemptRow::buildId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(image());
    }

    /** Median peak heap of the runs in which the device came to its end and told one; null without. */
    public @Nullable Long heapBytes() {
        long[] bytes = results.stream()
                .flatMap(it -> it.attempts().stream())
                .filter(it -> it.outcome() != null && WHOLE.contains(it.outcome()))
                .map(AttemptRow::maxBytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return bytes.length == 0 ? null : bytes[bytes.length / 2];
    }
}
