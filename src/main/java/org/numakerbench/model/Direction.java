package org.numakerbench.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which way a measurement gets better. */
public enum Direction {
    /** Smaller is better: milliseconds, bytes. */
    SMALLER,
    /** Larger is better: free memory, signal strength. */
    LARGER,
    /** A change either way is one for the worse. */
    BOTH;

    /** How much worse {@code change} is, in its own unit; negative when it is for the better. */
    public double worsening(double change) {
        return switch (this) {
            case SMALLER -> change;
            case LARGER -> -change;
            case BOTH -> Math.abs(change);
        };
    }

    /** As profiles, descriptions and JSON spell it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The direction of this {@link #word()}.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static Direction of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
