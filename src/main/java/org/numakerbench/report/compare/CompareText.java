package org.numakerbench.report.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.report.compare.RunComparison.Difference;
import org.numakerbench.report.compare.RunComparison.FigurePair;
import org.numakerbench.report.compare.RunComparison.FindingPair;
import org.numakerbench.report.compare.RunComparison.ModulePair;
import org.numakerbench.report.compare.RunComparison.Side;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import org.numakerbench.text.Shortened;

/** A comparison as text for a terminal: what differs, and nothing else. */
public final class CompareText {
    private static final int LONGEST = 160;
    private static final String NONE = "-";

    private final StringBuilder text = new StringBuilder();

    private CompareText() {}

    /** Ends in a line end. */
    public static String write(RunComparison comparison) {
        CompareText it = new CompareText();
        it.side("A", comparison.a());
        it.side("B", comparison.b());
        if (comparison.isSame()) {
            it.line("no difference but in times, addresses, names of the board and numbers of one run");
        }
        it.settings("settings", comparison.settings());
        it.settings("macros", comparison.macros());
        it.passages(comparison);
        it.findings(comparison);
        it.figures(comparison);
        it.modules(comparison);
        return it.text.toString();
    }

    private void line(String format, Object... values) {
        text.append(SafeText.line(String.format(Locale.ROOT, format, values))).append('\n');
    }

    private void side(String name, Side side) {
        line(
                "%s  %s: %s, %s on %s",
                name, side.outcome().name().replace('_', ' '), side.run(), side.image(), side.board());
        line("   %s", side.reason());
    }

    private void settings(String title, List<Difference> all) {
        title(title, all.isEmpty());
        for (Difference it : all) {
            line("  %-28s %s -> %s", it.name(), words(it.a()), words(it.b()));
        }
    }

    private static String words(@Nullable Object value) {
        return value == null ? NONE : Shortened.to(LONGEST, String.valueOf(value));
    }

    /** A step that only one of the two came to is a line. */
    private void findings(RunComparison comparison) {
        title("claims", comparison.findings().isEmpty());
        Map<String, List<FindingPair>> bySteps = new LinkedHashMap<>();
        comparison
                .findings()
                .forEach(it -> bySteps.computeIfAbsent(it.step(), step -> new ArrayList<>())
                        .add(it));
        bySteps.forEach((step, pairs) -> {
            if (pairs.size() > 1 && pairs.stream().allMatch(it -> it.b() == null)) {
                line("  %-28s %s -> none", step, Figures.count(pairs.size(), "claim"));
            } else if (pairs.size() > 1 && pairs.stream().allMatch(it -> it.a() == null)) {
                line("  %-28s none -> %s", step, Figures.count(pairs.size(), "claim"));
            } else {
                pairs.forEach(it -> line(
                        "  %-28s %s -> %s  %s",
                        step,
                        words(it.a()),
                        words(it.b()),
                        Shortened.to(LONGEST, firstLine(it.claim() == null ? it.reason() : it.claim()))));
            }
        });
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end) + " ...";
    }

    private void figures(RunComparison comparison) {
        boolean none = comparison.figures().stream().noneMatch(FigurePair::differs);
        title("figures", none);
        for (FigurePair it : comparison.figures()) {
            if (it.differs()) {
                line(
                        "  %-28s %s -> %s%s",
                        it.name(),
                        figure(it.unit(), it.a()),
                        figure(it.unit(), it.b()),
                        it.difference() == null ? "" : "  (" + Figures.signed(it.difference()) + ")");
            }
        }
    }

    private static String figure(String unit, @Nullable Double value) {
        return value == null ? NONE : Figures.with(unit, value);
    }

    private void modules(RunComparison comparison) {
        title("modules", comparison.modules().isEmpty());
        for (ModulePair it : comparison.modules()) {
            line(
                    "  %-28s RAM %s -> %s, flash %s -> %s bytes",
                    it.name(), words(it.ramA()), words(it.ramB()), words(it.flashA()), words(it.flashB()));
        }
    }

    private void passages(RunComparison comparison) {
        title("text", comparison.text().isEmpty());
        boolean first = true;
        for (Passage passage : comparison.text()) {
            if (!first) {
                text.append("  ...\n");
            }
            first = false;
            for (Passage.Line it : passage.lines()) {
                line("  %s %5s %5s  %s", it.sign(), words(it.a()), words(it.b()), Shortened.to(LONGEST, it.text()));
            }
        }
        if (comparison.linesCut()) {
            line("  the beginning of the captures was compared: they are longer than anybody reads");
        }
    }

    private void title(String title, boolean empty) {
        if (!empty) {
            text.append('\n').append(title).append('\n');
        }
    }
}
