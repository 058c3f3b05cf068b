package org.numakerbench.uart.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.sequence.Disorder.Trouble;
import org.numakerbench.uart.sequence.Graph.Kind;
import org.numakerbench.uart.sequence.Graph.Way;
import org.numakerbench.uart.sequence.Walk.Step;

/** From the steps of a walk to what is wrong with it. */
final class Disorders {
    /** A sign that did not come, and how many were seen before its place. */
    private record Lost(Sign sign, int at) {}

    private final Graph graph;
    private final List<Seen> seen;
    /** The kind of claim whose lines were seen; null for the claims of a boot. */
    private final @Nullable ClaimKind block;

    private final List<Lost> lost = new ArrayList<>();
    private final List<Disorder> found = new ArrayList<>();
    private final List<Disorder> rest = new ArrayList<>();
    private String step;
    /** The line before is one of the block's own words. */
    private boolean title;

    /** The claims of a boot. */
    Disorders(Graph graph, List<Seen> seen) {
        this(graph, seen, null, "");
    }

    /** The lines of one claim. */
    Disorders(Graph graph, List<Seen> lines, Claim block) {
        this(graph, lines, block.kind(), String.valueOf(block.stepName()));
    }

    private Disorders(Graph graph, List<Seen> seen, @Nullable ClaimKind block, String step) {
        this.graph = graph;
        this.seen = seen;
        this.block = block;
        this.step = step;
        List<Step> steps = Walk.through(graph, seen);
        Set<String> failed = seen.stream()
                .filter(it -> it.failed() && it.step() != null)
                .map(Seen::step)
                .collect(Collectors.toSet());
        for (Step it : steps) {
            // What a step that failed would have printed is not missing: no message arrives where none came in time.
            if (it.way() != null
                    && it.way().kind() == Kind.MISSING
                    && !failed.contains(it.way().sign().step())) {
                lost.add(new Lost(it.way().sign(), it.at()));
            }
        }
        steps.forEach(this::read);
        for (Lost it : lost) {
            (it.at() < seen.size() ? found : rest).add(missing(it));
        }
    }

    /** Up to the last thing seen. */
    List<Disorder> found() {
        return found;
    }

    /** What had to come behind it. */
    List<Disorder> rest() {
        return rest;
    }

    private void read(Step taken) {
        if (block == null && taken.way() != null && taken.way().sign() != null) {
            step = taken.way().sign().step();
        }
        if (taken.at() == seen.size()) {
            return;
        }
        Seen it = seen.get(taken.at());
        if (taken.way() == null) {
            passedBy(taken.at(), it);
        } else if (taken.way().kind() == Kind.AGAIN) {
            found.add(at(it, Trouble.AGAIN));
        } else if (taken.way().kind() == Kind.SEEN) {
            taken(taken.way(), taken.at(), it, taken.alike());
        }
    }

    private void passedBy(int at, Seen it) {
        if (it.loose() || it.failed()) {
            return;
        }
        // What may stand anywhere may come again, but nobody prints a title twice, or a figure.
        boolean report =
                "ornament".equals(it.fields().get("level")) || it.fields().containsKey("bytes");
        if (!graph.mayStandAnywhere(it) || report && at > 0 && seen.get(at - 1).repeats(it)) {
            found.add(at(it, unexpected(at, it)));
        }
    }

    private void taken(Way way, int at, Seen it, boolean alike) {
        Sign sign = way.sign();
        if (it.loose() && !it.empty()) {
            found.add(new Disorder(Trouble.DAMAGED, it.kind(), true, step, words(sign), it.line()));
        } else if (alike && (block != null || !sign.hasText(it.text()))) {
            ClaimKind kind = block == null ? it.kind() : block;
            found.add(new Disorder(Trouble.CHANGED, kind, block == null, step, words(sign), it.line()));
        } else if (at > 0 && (way.isRepetition() || title) && seen.get(at - 1).repeats(it)) {
            // Free text may say anything twice, but what begins with the words before it is those again.
            found.add(at(it, Trouble.TWICE));
        }
        title = block != null && !it.empty() && !sign.text().equals(Sign.ANY);
    }

    private Trouble unexpected(int at, Seen it) {
        for (int i = at - 1; i >= 0; i--) {
            Seen before = seen.get(i);
            if (!before.empty()) {
                if (before.repeats(it)) {
                    return Trouble.TWICE;
                }
                break;
            }
        }
        for (Lost each : lost) {
            if (each.sign().cost(it) < Sign.ALIKE && each.sign().cost(it) != Sign.OTHER) {
                lost.remove(each);
                return Trouble.MISPLACED;
            }
        }
        return Trouble.UNEXPECTED;
    }

    private Disorder at(Seen it, Trouble trouble) {
        boolean whole = block == null && !it.empty();
        return new Disorder(trouble, block == null ? it.kind() : block, whole, step, it.text(), it.line());
    }

    private Disorder missing(Lost it) {
        boolean whole = block == null && !it.sign().empty();
        ClaimKind kind = block == null ? it.sign().kind() : block;
        int line = it.at() == 0
                ? seen.isEmpty() ? 0 : seen.get(0).line() - 1
                : seen.get(it.at() - 1).line();
        String where = block == null ? it.sign().step() : step;
        return new Disorder(Trouble.MISSING, kind, whole, where, words(it.sign()), line);
    }

    /** The line as it begins. */
    private static String words(Sign sign) {
        if (!sign.text().isEmpty() || sign.kind() == null) {
            return sign.text().startsWith("*") && !sign.text().startsWith("**")
                    ? sign.text().substring(1)
                    : sign.text();
        }
        return Grammar.FIRMWARE.rows().stream()
                .filter(row -> row.kind() == sign.kind()
                        && row.part() != GrammarRow.Part.PROGRESS
                        && !Boolean.FALSE.equals(row.ok())
                        && fits(sign, row))
                .findFirst()
                .map(row -> line(row.pattern(), sign))
                .orElse(sign.kind().word());
    }

    private static boolean fits(Sign sign, GrammarRow row) {
        for (Map.Entry<String, String> field : sign.fields().entrySet()) {
            String constant = row.fields().get(field.getKey());
            if (constant != null && !constant.equals(field.getValue())) {
                return false;
            }
        }
        return sign.says() == null || (row.ok() == null ? "-" : "ok").equals(sign.says());
    }

    private static String line(String pattern, Sign sign) {
        int open = pattern.indexOf('{');
        if (open < 0) {
            return pattern;
        }
        String end = sign.fields().values().stream().findFirst().orElse("");
        return pattern.substring(0, open).strip() + " ..." + end;
    }
}
