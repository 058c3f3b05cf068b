package org.numakerbench.report.compare;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.report.HtmlText;
import org.numakerbench.text.Figures;

/** A comparison as one self-contained page, from the template {@code src/main/jte/report/compare/compare.jte}. */
public final class ComparePage {
    private ComparePage() {}

    /** The page as text; it asks nothing of any network. */
    public static String write(RunComparison comparison) {
        return HtmlText.of("report/compare/compare.jte", Map.of("it", comparison));
    }

    /** A figure with its unit; a dash for none. */
    public static String figure(String unit, @Nullable Double value) {
        return value == null ? "–" : Figures.with(unit, value);
    }

    /** A difference with its sign; nothing where there is none. */
    public static String signed(@Nullable Double value) {
        return value == null || value == 0 ? "" : Figures.signed(value);
    }

    /** A word or number; a dash for none. */
    public static String word(@Nullable Object value) {
        return value == null ? "–" : String.valueOf(value);
    }
}
