package org.numakerbench.tune.search;

/** A range that holds a proportion with the stated confidence. */
public record Interval(double lower, double upper) {
    /** Nothing is known. */
    public static final Interval UNKNOWN = new Interval(0, 1);
}
