package org.numakerbench.uart.sequence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.sequence.Graph.Kind;
import org.numakerbench.uart.sequence.Graph.Way;

/**
 * The cheapest way through a sequence that takes up all that was seen: what it leaves out is missing, what it passes by was
 * not expected. Where nothing is wrong it looks at each thing seen once.
 */
final class Walk {
    /** A line more or less is worth less than any claim, so that empty lines never decide what a claim is. */
    private static final int EMPTY = 100;

    /** Two lines that differ cost more than one that came elsewhere, which is missing here and unexpected there. */
    private static final int MISSING = 300;

    private static final int UNEXPECTED = 1000;

    /** A damaged line that stands for nothing; more than one that stands for what it resembles. */
    private static final int UNREADABLE = 150;

    /** What a capture that was cut off does not have: next to nothing, however much it is. */
    private static final int REST = 1;

    private static final int AGAIN = 100;

    /** What may stand anywhere, where it may also have a place of its own. */
    private static final int ANYWHERE = 100;

    /**
     * One step of the way.
     *
     * @param at how many were seen before it
     * @param way null when what was seen is passed by
     * @param alike taken for a sign that it resembles
     */
    record Step(int at, @Nullable Way way, boolean alike) {}

    private final Graph graph;
    private final List<Seen> seen;
    private final int places;
    private final int[] costs;
    private final int[] from;
    private final Way[] by;
    private final PriorityQueue<Long> next = new PriorityQueue<>();

    private Walk(Graph graph, List<Seen> seen) {
        this.graph = graph;
        this.seen = seen;
        this.places = graph.places();
        int states = (seen.size() + 1) * places;
        this.costs = new int[states];
        this.from = new int[states];
        this.by = new Way[states];
        Arrays.fill(costs, Integer.MAX_VALUE);
    }

    /** The steps of the cheapest way, in order; what is missing behind all that was seen is at the end. */
    static List<Step> through(Graph graph, List<Seen> seen) {
        return new Walk(graph, seen).steps();
    }

    private List<Step> steps() {
        int goal = seen.size() * places + graph.end();
        reach(0, 0, 0, null);
        while (!next.isEmpty()) {
            long first = next.remove();
            int state = (int) first;
            int cost = (int) (first >> 32);
            if (state == goal) {
                return back(goal);
            }
            if (cost == costs[state]) {
                leave(state, cost);
            }
        }
        throw new IllegalStateException("the sequence has no way to its end");
    }

    private void leave(int state, int cost) {
        int at = state / places;
        int place = state % places;
        boolean done = at == seen.size();
        for (Way way : graph.from(place)) {
            switch (way.kind()) {
                case FREE -> reach(at * places + way.to(), cost, state, way);
                case AGAIN -> {
                    if (!done) {
                        reach(at * places + way.to(), cost + AGAIN, state, way);
                    }
                }
                case MISSING -> {
                    int lost = done ? REST : way.sign().empty() ? EMPTY : MISSING;
                    reach(at * places + way.to(), cost + lost, state, way);
                }
                case SEEN -> {
                    int like = done ? Sign.OTHER : way.sign().cost(seen.get(at));
                    if (like != Sign.OTHER) {
                        int after = (at + 1) * places;
                        reach(after + way.to(), cost + like, state, way);
                        if (seen.get(at).failed()) {
                            reach(after + graph.afterFailure(place), cost + like, state, way);
                        }
                    }
                }
            }
        }
        if (!done) {
            passBy(seen.get(at), at, place, cost, state);
        }
    }

    private void passBy(Seen it, int at, int place, int cost, int state) {
        int more = UNEXPECTED;
        if (it.empty()) {
            more = it.loose() ? 0 : EMPTY;
        } else if (it.failed()) {
            more = 0;
        } else if (graph.mayStandAnywhere(it)) {
            more = ANYWHERE;
        } else if (it.loose()) {
            more = UNREADABLE;
        }
        int after = (at + 1) * places;
        reach(after + place, cost + more, state, null);
        if (it.failed()) {
            reach(after + graph.afterFailure(place), cost + more, state, null);
        }
    }

    private void reach(int state, int cost, int before, @Nullable Way way) {
        if (cost < costs[state]) {
            costs[state] = cost;
            from[state] = before;
            by[state] = way;
            next.add((long) cost << 32 | state);
        }
    }

    private List<Step> back(int goal) {
        Deque<Step> steps = new ArrayDeque<>();
        int state = goal;
        while (state != 0) {
            int before = from[state];
            Way way = by[state];
            if (way == null || way.kind() != Kind.FREE) {
                int at = before / places;
                boolean alike =
                        way != null && way.kind() == Kind.SEEN && way.sign().cost(seen.get(at)) == Sign.ALIKE;
                steps.addFirst(new Step(at, way, alike));
            }
            state = before;
        }
        return new ArrayList<>(steps);
    }
}
