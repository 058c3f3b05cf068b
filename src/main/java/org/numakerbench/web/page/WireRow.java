package org.numakerbench.web.page;

/** One line of UART text, harmless, with the verdict of the claim on it; empty when none was judged. */
public record WireRow(int number, String text, String verdict, boolean damaged) {
    /** Verdict, or what else is to be said of the line. */
    public String mark() {
        return verdict.isEmpty() && damaged ? "not understood" : verdict;
    }

    public String css() {
        return (verdict.isEmpty() ? "" : "judged " + Css.of(verdict)) + (damaged ? " damaged" : "");
    }
}
