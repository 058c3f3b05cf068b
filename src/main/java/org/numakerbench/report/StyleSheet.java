package org.numakerbench.report;

/** The one style sheet of all pages: those in files of their own carry it, the dashboard serves it. */
public final class StyleSheet {
    public static final String TEXT = PackagedText.of("/report/bench.css");

    private StyleSheet() {}
}
