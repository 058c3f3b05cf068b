package org.numakerbench.lab.agent;

/** A run that cannot even begin, now or later: one line, what is wrong and what would be right. */
public final class NotRunnableException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotRunnableException(String line, Throwable cause) {
        super(line, cause);
    }
}
