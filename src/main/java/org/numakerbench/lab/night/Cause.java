package org.numakerbench.lab.night;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.numakerbench.model.Owner;

/**
 * Runs that did not pass at once for what looks like one reason.
 *
 * @param owner who has to act
 * @param word the gravest of its runs; {@code FLAKY} when all of them passed on retry
 * @param where stage or step, as far as known
 * @param hits at least one
 */
public record Cause(Owner owner, ItemOutcome word, String where, List<Hit> hits) {
    private static final Pattern PATH = Pattern.compile("(?<![\\w])/[^\\s;:,)]+");
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]+|[0-9]+");

    public Cause {
        hits = List.copyOf(hits);
    }

    /** One run that it hit. */
    public record Hit(NightCell cell, NightCell.Result result) {}

    /** The same for all runs of one cause; others tell it with other numbers, paths and names. */
    private record Key(Owner owner, String outcome, String where, String kind) {}

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
        groups.forEach((key, hits) -> causes.add(new Cause(key.owner(), gravest(hits), key.where(), hits)));
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
        String outcome = result.word() == ItemOutcome.NOT_RUN || telling == null
                ? result.word().name()
                : String.valueOf(telling.outcome());
        // A step of the device's says more than a sentence whose words differ from board to board.
        boolean byStep = result.owner() == Owner.DEVICE && telling != null && telling.step() != null;
        return new Key(result.owner(), outcome, result.where(), byStep ? "" : kind(result));
    }

    private static String kind(NightCell.Result result) {
        String text = without(result.cause(), result.item().place(), "BOARD");
        text = without(text, result.item().image(), "IMAGE");
        AttemptRow telling = result.telling();
        if (telling != null) {
            text = without(text, telling.place(), "BOARD");
            text = without(text, telling.board(), "BOARD");
        }
        return NUMBER.matcher(PATH.matcher(text).replaceAll("PATH")).replaceAll("#");
    }

    /** Whole words only: a board may be called {@code a}. */
    private static String without(String text, String name, String kind) {
        return text.replaceAll("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])", kind);
    }

    /** Of the first of its runs, in full. */
    public String reason() {
        return hits.get(0).result().cause();
    }

    /** Other ways in which its runs tell it, each once. */
    public List<String> otherReasons() {
        Map<String, String> byKind = new LinkedHashMap<>();
        hits.forEach(it -> byKind.putIfAbsent(kind(it.result()), it.result().cause()));
        return byKind.values().stream().skip(1).toList();
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
