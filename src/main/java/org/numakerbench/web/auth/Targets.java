package org.numakerbench.web.auth;

import java.util.regex.Pattern;

/** What is asked for in a request's first line. */
public final class Targets {
    /** Names between slashes, none of them of dots alone, nothing encoded: what can be spelt in one way only. */
    private static final String PATH = "/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*+(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)*+/?)?";

    private static final Pattern CANONICAL = Pattern.compile(PATH + "(?:\\?.*)?", Pattern.DOTALL);
    private static final Pattern OWN_PAGE = Pattern.compile(PATH + "(?:\\?[A-Za-z0-9._~%/?=&+-]*)?");

    private Targets() {}

    /**
     * Whether the path of {@code target} is what it looks like to everybody who reads it. All addresses of the dashboard
     * are; whatever else is asked for means to be read differently by somebody.
     */
    public static boolean isCanonical(String target) {
        return CANONICAL.matcher(target).matches();
    }

    /** Whether a browser that is sent to {@code target} stays here, and takes no header out of it. */
    public static boolean isOwnPage(String target) {
        return OWN_PAGE.matcher(target).matches();
    }
}
