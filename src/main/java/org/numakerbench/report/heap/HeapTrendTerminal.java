package org.numakerbench.report.heap;

import java.util.Arrays;
import java.util.Locale;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.FindingWords;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.Metric;
import org.numakerbench.history.change.Change.Kind;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;

/** A trend in characters: dots of braille for the runs, marks below for what changed, then one line per finding. */
public final class HeapTrendTerminal {
    private static final int ROWS = 10;
    private static final int DOTS_DOWN = 4;
    private static final int DOTS_ACROSS = 2;
    private static final int BRAILLE = 0x2800;
    /** Bit of each dot in a braille character, by column and row. [Unicode, Braille Patterns] */
    private static final int[][] DOT = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

    private static final int LABEL = 12;
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private HeapTrendTerminal() {}

    /** @param columns width of the terminal; the chart is never wider, and never narrower than 40 */
    public static String write(HeapTrend trend, int columns, boolean colours) {
        StringBuilder text = new StringBuilder();
        text.append(colours ? BOLD : "")
                .append(SafeText.line(trend.series().words()))
                .append("  ")
                .append(trend.metric().words())
                .append(colours ? PLAIN : "")
                .append('\n');
        if (trend.builds().isEmpty()) {
            return text.append("no runs\n").toString();
        }
        Medians medians = Medians.of(trend);
        int width = Math.max(40, columns) - LABEL - 1;
        int cells = Math.min(width, Math.max(1, (trend.builds().size() + 1) / DOTS_ACROSS + 1));
        // Few builds are drawn wider: a dot every second column of dots.
        int stretch = Math.max(1, Math.min(4, width / Math.max(1, cells)));
        int across = Math.min(width * DOTS_ACROSS, (trend.builds().size() - 1) * stretch + 1);
        chart(text, trend, medians, across);
        marks(text, trend, across, colours);
        axis(text, trend, across);
        facts(text, trend, medians);
        for (HeapFinding finding : trend.findings()) {
            finding(text, finding, colours);
        }
        return text.toString();
    }

    private static int column(int build, int builds, int across) {
        return builds < 2 ? 0 : (int) ((long) build * (across - 1) / (builds - 1));
    }

    private static void chart(StringBuilder text, HeapTrend trend, Medians medians, int across) {
        int cells = (across + DOTS_ACROSS - 1) / DOTS_ACROSS;
        int dots = ROWS * DOTS_DOWN;
        double low = medians.low();
        double span = Math.max(medians.high() - low, 1);
        int[][] grid = new int[ROWS][cells];
        int builds = trend.builds().size();
        for (int i = 0; i < builds; i++) {
            int x = column(i, builds, across);
            for (RunPoint run : trend.builds().get(i).runs()) {
                int y = medians.high() == low
                        ? dots / 2
                        : (int) Math.round((medians.high() - run.bytes()) / span * (dots - 1));
                grid[y / DOTS_DOWN][x / DOTS_ACROSS] |= DOT[x % DOTS_ACROSS][y % DOTS_DOWN];
            }
        }
        for (int row = 0; row < ROWS; row++) {
            boolean flat = medians.high() == low;
            boolean labelled = flat ? row == ROWS / 2 : row == 0 || row == ROWS - 1 || row == ROWS / 2;
            double value = flat ? low : medians.high() - span * (row * DOTS_DOWN + 1.5) / (dots - 1);
            double shown = row == 0 ? medians.high() : row == ROWS - 1 ? low : value;
            text.append(labelled ? String.format(Locale.ROOT, "%," + (LABEL - 1) + ".0f ", shown) : " ".repeat(LABEL));
            StringBuilder line = new StringBuilder();
            for (int cell : grid[row]) {
                line.appendCodePoint(cell == 0 ? ' ' : BRAILLE + cell);
            }
            text.append('|').append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static void marks(StringBuilder text, HeapTrend trend, int across, boolean colours) {
        char[] line = new char[(across + DOTS_ACROSS - 1) / DOTS_ACROSS];
        Arrays.fill(line, ' ');
        for (HeapFinding finding : trend.findings()) {
            int cell = column(finding.change().firstBad(), trend.builds().size(), across) / DOTS_ACROSS;
            line[cell] = mark(finding);
        }
        String marks = new String(line).stripTrailing();
        if (!marks.isEmpty()) {
            text.append(" ".repeat(LABEL + 1))
                    .append(colours ? BOLD : "")
                    .append(marks)
                    .append(colours ? PLAIN : "");
            text.append('\n');
        }
    }

    private static char mark(HeapFinding finding) {
        if (finding.accepted() != null) {
            return 'a';
        }
        return finding.change().kind() == Kind.SUSPECT
                ? '?'
                : finding.change().kind() == Kind.DRIFT ? '~' : finding.isGrowth() ? '^' : 'v';
    }

    private static void axis(StringBuilder text, HeapTrend trend, int across) {
        String first = SafeText.line(trend.builds().get(0).image());
        String last =
                SafeText.line(trend.builds().get(trend.builds().size() - 1).image());
        int cells = (across + DOTS_ACROSS - 1) / DOTS_ACROSS;
        int gap = cells - first.length() - last.length();
        text.append(" ".repeat(LABEL + 1)).append(first);
        if (trend.builds().size() > 1) {
            text.append(gap > 0 ? " ".repeat(gap) : " .. ").append(last);
        }
        text.append('\n');
    }

    private static void facts(StringBuilder text, HeapTrend trend, Medians medians) {
        long runs = trend.builds().stream().mapToLong(it -> it.runs().size()).sum();
        double now = medians.medians()[medians.medians().length - 1];
        text.append(String.format(
                Locale.ROOT,
                "%s, %s; now %s",
                Figures.count(trend.builds().size(), "build"),
                Figures.count(runs, "run"),
                Figures.with(trend.metric().unit(), trend.metric() instanceof Metric ? Math.round(now) : now)));
        Long limit = trend.limitBytes();
        if (limit != null) {
            text.append(String.format(
                    Locale.ROOT, ", %.1f %% of %,d; headroom %,.0f", 100 * now / limit, limit, limit - now));
        }
        text.append(
                        trend.orderedByCommit() && trend.placedByTime().isEmpty()
                                ? ""
                                : "; builds " + SafeText.line(trend.orderWords()))
                .append('\n');
    }

    private static void finding(StringBuilder text, HeapFinding finding, boolean colours) {
        boolean bad = finding.isGrowth() && finding.accepted() == null;
        text.append(mark(finding))
                .append(' ')
                .append(colours ? (bad ? RED : GREEN) : "")
                .append(finding.change().kind().name().toLowerCase(Locale.ROOT))
                .append(colours ? PLAIN : "")
                .append(": ")
                .append(SafeText.line(FindingWords.of(finding)))
                .append("; by chance: ")
                .append(FindingWords.chance(finding.change().falseAlarm()));
        Acceptance accepted = finding.accepted();
        if (accepted != null) {
            text.append("; accepted by ")
                    .append(SafeText.line(accepted.who()))
                    .append(": ")
                    .append(SafeText.line(accepted.reason()));
        }
        text.append('\n');
    }
}
