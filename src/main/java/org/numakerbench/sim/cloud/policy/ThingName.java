package org.numakerbench.sim.cloud.policy;

import java.util.regex.Pattern;

/** What AWS takes for the name of a thing: 1 to 128 letters, digits, colons, underscores and dashes. */
public final class ThingName {
    /** The same as a part of a regular expression. */
    public static final String EXPRESSION = "[a-zA-Z0-9:_-]{1,128}";

    private static final Pattern PATTERN = Pattern.compile(EXPRESSION);

    private ThingName() {}

    /** Whether a thing can be called so. */
    public static boolean isValid(String name) {
        return PATTERN.matcher(name).matches();
    }
}
