package org.numakerbench.profile.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name a mistyped one probably means. */
public final class Nearest {
    private Nearest() {}

    /** The nearest of {@code known} within a third of the name's length, if any. */
    public static Optional<String> of(String name, Collection<String> known) {
        int allowed = Math.max(2, name.length() / 3);
        return known.stream()
                .filter(it -> distance(name, it) <= allowed)
                .min(Comparator.comparingInt(it -> distance(name, it)));
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
