package org.numakerbench.report.compare;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of text in which two runs differ, with what stands around it. */
public record Passage(List<Line> lines) {
    /** Of each run; two texts that have nothing in common take the square of it. */
    static final int MOST_LINES = 10_000;

    private static final int AROUND = 2;

    public Passage {
        lines = List.copyOf(lines);
    }

    /**
     * One line.
     *
     * @param a its number in the first run, from 1; null where it is not in it
     * @param b the same in the second
     * @param text as it was printed, of the second where both have it
     */
    public record Line(@Nullable Integer a, @Nullable Integer b, String text) {
        /** {@code -} for a line of the first run alone, {@code +} of the second, a space for one of both. */
        public String sign() {
            return b == null ? "-" : a == null ? "+" : " ";
        }
    }

    static List<Passage> differing(List<MaskedLine> allA, List<MaskedLine> allB) {
        List<MaskedLine> a = allA.subList(0, Math.min(MOST_LINES, allA.size()));
        List<MaskedLine> b = allB.subList(0, Math.min(MOST_LINES, allB.size()));
        List<AbstractDelta<String>> deltas = DiffUtils.diff(
                        a.stream().map(MaskedLine::same).toList(),
                        b.stream().map(MaskedLine::same).toList(),
                        new MyersDiffWithLinearSpace<String>())
                .getDeltas();
        List<Passage> passages = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        int shown = 0;
        for (int i = 0; i < deltas.size(); i++) {
            AbstractDelta<String> delta = deltas.get(i);
            int fromA = delta.getSource().getPosition();
            int fromB = delta.getTarget().getPosition();
            int toA = fromA + delta.getSource().size();
            int toB = fromB + delta.getTarget().size();
            for (int at = Math.max(shown, fromA - AROUND); at < fromA; at++) {
                lines.add(both(a, b, at, at + fromB - fromA));
            }
            a.subList(fromA, toA).forEach(it -> lines.add(new Line(it.number(), null, it.text())));
            b.subList(fromB, toB).forEach(it -> lines.add(new Line(null, it.number(), it.text())));
            int next = i + 1 < deltas.size() ? deltas.get(i + 1).getSource().getPosition() : a.size();
            boolean joined = i + 1 < deltas.size() && next - toA <= 2 * AROUND;
            int until = joined ? next : Math.min(toA + AROUND, next);
            for (int at = toA; at < until; at++) {
                lines.add(both(a, b, at, at + toB - toA));
            }
            shown = until;
            if (!joined) {
                passages.add(new Passage(lines));
                lines.clear();
            }
        }
        return passages;
    }

    private static Line both(List<MaskedLine> a, List<MaskedLine> b, int inA, int inB) {
        return new Line(a.get(inA).number(), b.get(inB).number(), b.get(inB).text());
    }
}
