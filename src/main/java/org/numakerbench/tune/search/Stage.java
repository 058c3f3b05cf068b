package org.numakerbench.tune.search;

import java.util.Locale;

/** What loops are run for. */
public enum Stage {
    /** Generous timeouts, to learn how long the network takes; and the driver's defaults, to see what they do. */
    LEARN,
    /** All settings that may still be the best. */
    RACE,
    /** Fresh loops for the one that came out best. */
    VALIDATE,
    /** Fresh loops for cheaper ones. */
    CHEAPER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
