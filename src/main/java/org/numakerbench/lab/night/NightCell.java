package org.numakerbench.lab.night;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One cell of the matrix: a board and a build, with all its repeats.
 *
 * @param place {@code bench/board}, or {@code any TARGET}
 * @param build the plan's name for the image
 */
public record NightCell(String place, String build, String phases, List<Result> results) {
    public NightCell {
        results = List.copyOf(results);
    }

    /** One repeat with all attempts at it. */
    public record Result(ItemRow item, List<AttemptRow> attempts) {
        public Result {
            attempts = List.copyOf(attempts);
        }

        /** An item that has not ended counts as not run yet. */
        public Word word() {
            Word word = item.asWord();
            return word == null ? Word.NOT_RUN : word;
        }

        public String reason() {
            return item.reason() == null ? "not finished yet" : item.reason();
        }

        /** The attempt to look at: the last that did not pass, else the last. */
        public @Nullable AttemptRow telling() {
            return attempts.stream()
                    .filter(it -> !it.isPass())
                    .reduce((a, b) -> b)
                    .or(() -> attempts.stream().reduce((a, b) -> b))
                    .orElse(null);
        }
    }

    /** What tells cells of two nights apart. */
    public record Key(String place, String build, String phases) {}

    public Key key() {
        return new Key(place, build, phases);
    }

    /** The gravest of its repeats. */
    public Word word() {
        return worst().word();
    }

    /** The repeat that decides. */
    public Result worst() {
        return results.stream()
                .max(Comparator.comparing(Result::word))
                .orElseThrow(() -> new IllegalStateException("a cell without a run"));
    }

    /** Repeats that passed at once. */
    public long passed() {
        return results.stream().filter(it -> it.word() == Word.PASS).count();
    }

    public String image() {
        return results.get(0).item().image();
    }

    public String sha256() {
        return results.get(0).item().sha256();
    }

    /** Median peak heap of the runs that told one; null without. */
    public @Nullable Long heapBytes() {
        long[] bytes = results.stream()
                .flatMap(it -> it.attempts().stream())
                .map(AttemptRow::maxBytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return bytes.length == 0 ? null : bytes[bytes.length / 2];
    }
}
