package org.numakerbench.uart.grammar;

/** A table of lines that cannot be used; the message names file and line, and says what would be right. */
public final class GrammarException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String wrong;
    private final String right;

    public GrammarException(String where, String problem) {
        this(where, problem, "");
    }

    /**
     * @param wrong what is wrong
     * @param right what would be right; empty when {@code wrong} says it
     */
    public GrammarException(String where, String wrong, String right) {
        super(where + ": " + wrong + (right.isEmpty() ? "" : "; " + right));
        this.wrong = wrong;
        this.right = right;
    }

    /** What is wrong, without the place. */
    public String wrong() {
        return wrong;
    }

    /** What would be right. */
    public String right() {
        return right;
    }
}
