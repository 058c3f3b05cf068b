package org.numakerbench.secret;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the profiles that this process has read call secret: for all that it says beside a run, on its terminal and in the
 * lab's database, where nobody knows any more which profile the words come from.
 */
public final class OwnSecrets {
    private static final Set<String> ADDED = new LinkedHashSet<>();
    private static volatile SecretText text = SecretText.BUILT_IN;

    private OwnSecrets() {}

    /** Hides these, too, from now on. */
    public static synchronized void add(List<String> expressions) {
        if (ADDED.addAll(expressions)) {
            text = SecretText.of(List.copyOf(ADDED));
        }
    }

    /** Hides all of them. */
    public static SecretText text() {
        return text;
    }
}
