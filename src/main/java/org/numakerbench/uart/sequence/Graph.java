package org.numakerbench.uart.sequence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sequence as places and the ways between them; what a text of the sequence becomes for one firmware. */
final class Graph {
    /**
     * A way from one place to the next.
     *
     * @param sign what is seen on it; null when nothing is
     * @param kind what it means to take it
     */
    record Way(int from, int to, @Nullable Sign sign, Kind kind) {
        /** The sign again, of which there may be any number; of free text each line may be the same. */
        boolean isRepetition() {
            return kind == Kind.SEEN
                    && from == to
                    && sign != null
                    && !sign.text().equals(Sign.ANY);
        }
    }

    /** What it means to take a way. */
    enum Kind {
        /** The sign is seen. */
        SEEN,
        /** The sign had to come and did not. */
        MISSING,
        /** Nothing had to come. */
        FREE,
        /** The sequence begins again. */
        AGAIN
    }

    private final List<List<Way>> ways = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> marks = new HashMap<>();
    private final List<Sign> anywhere = new ArrayList<>();
    private int end;

    /** A new place; {@code onFailure} is the mark where the firmware may go on after a failure, empty for none. */
    int place(String onFailure) {
        ways.add(new ArrayList<>());
        failures.add(onFailure);
        return ways.size() - 1;
    }

    void way(int from, int to, @Nullable Sign sign, Kind kind) {
        ways.get(from).add(new Way(from, to, sign, kind));
    }

    /** The place of a mark, made when it is first named. */
    int mark(String name, String onFailure) {
        return marks.computeIfAbsent(name, it -> place(onFailure));
    }

    void anywhere(Sign sign) {
        anywhere.add(sign);
    }

    void endAt(int place) {
        end = place;
    }

    int places() {
        return ways.size();
    }

    int end() {
        return end;
    }

    List<Way> from(int place) {
        return ways.get(place);
    }

    /** Where the firmware may go on after a failure at {@code place}; the place itself when nothing is said. */
    int afterFailure(int place) {
        return marks.getOrDefault(failures.get(place), place);
    }

    /** True for what has no place of its own. */
    boolean mayStandAnywhere(Seen seen) {
        return anywhere.stream().mapToInt(it -> it.cost(seen)).anyMatch(it -> it >= 0 && it < Sign.ALIKE);
    }
}
