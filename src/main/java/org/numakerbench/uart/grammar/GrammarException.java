package org.numakerbench.uart.grammar;

/** A table of lines that cannot be used; the message names file and line, and says what would be right. */
public final class GrammarException extends RuntimeException {
    public GrammarException(String where, String problem) {
        super(where + ": " + problem);
    }
}
