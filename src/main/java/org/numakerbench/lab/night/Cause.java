package org.numakerbench.lab.night;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Owner;

/**
 * Runs that did not pass at once for what looks like one reason.
 *
 * @param owner who has to act
 * @param word the gravest of its runs; {@code FLAKY} when all of them passed on retry
 * @param where stage or step, as far as known
 * @param code what went wrong, a {@code FailureCode}'s word; null where no attempt says it
 * @param hits at least one
 */
public record Cause(
        Owner owner,
        ItemOutcome word,
        String where,
        @Nullable String code,
        List<Hit> hits) {
    public Cause {
        hits = List.copyOf(hits);
    }

    /** One run that it hit. */
    public record Hit(NightCell cell, NightCell.Result result) {}

    /** The same for all runs of one cause, whatever the words in which they tell it. */
    private record Key(
            Owner owner,
            ItemOutcome outcome,
            String where,
            @Nullable String code) {}

    /** The causes of what did not pass at once: the device's first, then the gravest, then what hit most runs. */
    static List<Cause> of(List<NightCell> cells) {
        Map<Key, List<Hit>> groups = new LinkedHashMap<>();
        for (NightCell cell : cells) {
            for (NightCell.Result result : cell.results()) {
                if (result.word() != ItemOutcome.PASS && !result.isOpen()) {
                    groups.computeIfAbsent(key(result), it -> new ArrayList<>()).add(new Hit(cell, result));
                }
            }
        }
        List<Cause> causes = new ArrayList<>();
        groups.forEach((key, hits) -> causes.add(new Cause(key.owner(), gravest(hits), key.where(), key.code(), hits)));
        causes.sort(Comparator.comparing(Cause::owner)
                .thenComparing(Cause::word, Comparator.reverseOrder())
                .thenComparing(it -> -it.hits().size()));
        return causes;
    }

    private static ItemOutcome gravest(List<Hit> hits) {
        return hits.stream()
                .map(it -> it.result().word())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Key key(NightCell.Result result) {
        AttemptRow telling = result.telling();
        boolean run = result.word() != ItemOutcome.NOT_RUN && telling != null && telling.outcome() != null;
        return new Key(
                result.owner(),
                run ? ItemOutcome.of(telling.outcome()) : result.word(),
                result.where(),
                run ? telling.code() : result.item().code());
    }

    /** Of the first of its runs, in full. */
    public String reason() {
        return hits.get(0).result().cause();
    }

    /** Other ways in which its runs tell it, each once. */
    public List<String> otherReasons() {
        return hits.stream()
                .map(it -> it.result().cause())
                .distinct()
                .filter(it -> !it.equals(reason()))
                .toList();
    }

    /** The cells that it hit. */
    public List<NightCell> cells() {
        return hits.stream().map(Hit::cell).distinct().toList();
    }

    /** The boards that it hit; where any board would do, those that did. */
    public List<String> boards() {
        return hits.stream()
                .map(it -> {
                    AttemptRow telling = it.result().telling();
                    return telling == null ? it.cell().place() : telling.place();
                })
                .distinct()
                .sorted(NaturalOrder.OF_NAMES)
                .toList();
    }

    /** The builds that it hit, by the plan's names. */
    public List<String> builds() {
        return hits.stream()
                .map(it -> it.cell().build())
                .distinct()
                .sorted(NaturalOrder.OF_NAMES)
                .toList();
    }
}
