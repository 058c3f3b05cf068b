package org.numakerbench.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Addresses of pages, and the names that may stand in them. */
public final class Links {
    /** Benches, boards, runs and nights alike; no name of a file begins with a dot here. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}");

    private Links() {}

    /** Whether {@code name} can be the name of anything a lab has. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public static String board(String bench, String board) {
        return "/boards/" + part(bench) + "/" + part(board);
    }

    public static String run(String bench, String run) {
        return "/runs/" + part(bench) + "/" + part(run);
    }

    public static String compare(String bench, String run) {
        return run(bench, run) + "/compare";
    }

    public static String report(String bench, String run) {
        return run(bench, run) + "/report";
    }

    public static String night(String night) {
        return "/nights/" + part(night);
    }

    /** A parameter's value, or a name in a path. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
