package org.numakerbench.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A line that a good boot of a user's own firmware prints.
 *
 * @param line name of one of the description's lines, or a pattern
 * @param after the same, of the line behind which it comes; null: the expected line before it, or the banner
 * @param within how long behind that one at most; null: until the end of the run
 * @param order null: in order
 * @param min how often at least; null: once, or {@code times}
 * @param max how often at most; null: {@code times}, or as often as it likes
 * @param times how often exactly; null: see {@code min} and {@code max}
 * @param step that it belongs to; null: that of the line it names, or {@link #STEP}
 */
public record ExpectedLine(
        String line,
        @Nullable String after,
        @Nullable Duration within,
        @Nullable Order order,
        @Nullable Integer times,
        @Nullable Integer min,
        @Nullable Integer max,
        @Nullable String step) {
    /** Of what names no step. */
    public static final String STEP = "expect";

    /** Where in a boot it comes. */
    public enum Order {
        /** Behind the expected line before it. */
        @JsonProperty("in-order")
        IN_ORDER,
        /** Anywhere. */
        @JsonProperty("any")
        ANY
    }

    /** It comes behind the expected line before it. */
    public boolean comesInOrder() {
        return order != Order.ANY;
    }

    /** How often it comes at least. */
    public int least() {
        return times != null ? times : min != null ? min : 1;
    }

    /** How often it comes at most. */
    public int most() {
        return times != null ? times : max != null ? max : Integer.MAX_VALUE;
    }
}
