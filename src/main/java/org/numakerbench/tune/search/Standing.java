package org.numakerbench.tune.search;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a setting stands.
 *
 * @param recovery how often the loop after a disturbance passed
 * @param validation the same, of fresh loops run for that purpose alone
 * @param pass how often a loop passed; consequences of earlier failures are not counted
 * @param loops all of them
 * @param totalMs their time
 * @param patterns recovery by kind of disturbance
 * @param interval of the recovery rate, good at any time
 * @param predicted highest recovery rate that its timeouts allow by what was learned; null: not predicted
 * @param expected recovery rate to expect where the driver is least patient; null: not predicted
 * @param why it is in this state; null while it races
 */
public record Standing(
        Setting setting,
        State state,
        Tally recovery,
        Tally validation,
        Tally cheaper,
        Tally pass,
        long loops,
        long totalMs,
        Map<String, Tally> patterns,
        Interval interval,
        @Nullable Double predicted,
        @Nullable Double expected,
        @Nullable String why) {
    /** Where a setting is in the search. */
    public enum State {
        /** It may be the best. */
        RACING,
        /** What was learned says that its timeouts are too short. */
        HOPELESS,
        /** Its own loops say that it is worse. */
        DROPPED,
        /** It has no image. */
        BUILD_FAILED
    }

    /** Milliseconds a loop; 0 before the first. */
    public double meanLoopMs() {
        return loops == 0 ? 0 : (double) totalMs / loops;
    }

    public boolean isAlive() {
        return state == State.RACING;
    }
}
