package org.numakerbench.lab.plan;

/** A plan that comes to nothing: one line, what is wrong and what would be right. */
public final class PlanException extends Exception {
    private static final long serialVersionUID = 1L;

    public PlanException(String line) {
        super(line);
    }
}
