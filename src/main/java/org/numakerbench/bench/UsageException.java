package org.numakerbench.bench;

/** A wrong argument or configuration: one line, what is wrong and what would be right. Exit code 2. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String line) {
        super(line);
    }

    public UsageException(String line, Throwable cause) {
        super(line, cause);
    }
}
