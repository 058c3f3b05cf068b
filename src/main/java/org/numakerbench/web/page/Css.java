package org.numakerbench.web.page;

import java.util.Locale;

/** Words as classes of the style sheet. */
final class Css {
    private Css() {}

    /** Lower case with hyphens; of anything else than letters and digits nothing is left. */
    static String of(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
