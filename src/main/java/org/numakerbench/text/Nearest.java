package org.numakerbench.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that a mistyped one most likely meant; letter case ignored. */
public final class Nearest {
    private Nearest() {}

    /** Empty only when nothing is known. The first in alphabetical order of several that are equally near. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(each -> distance(word, each))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String one, String other) {
        return EditDistance.of(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT), Integer.MAX_VALUE);
    }
}
