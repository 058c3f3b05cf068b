package org.numakerbench.lab.night;

import java.util.Comparator;
import java.util.regex.Pattern;

/** {@code m487-2} comes before {@code m487-10}. */
final class NaturalOrder {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    static final Comparator<String> OF_NAMES =
            Comparator.comparing(NaturalOrder::padded).thenComparing(Comparator.naturalOrder());

    private NaturalOrder() {}

    private static String padded(String name) {
        return NUMBER.matcher(name)
                .replaceAll(it -> "0".repeat(Math.max(0, 12 - it.group().length())) + it.group());
    }
}
