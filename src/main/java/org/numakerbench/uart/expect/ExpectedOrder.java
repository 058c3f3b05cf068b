package org.numakerbench.uart.expect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.uart.Claim;

/** Where the claims of one boot have the lines that a description expects. */
public final class ExpectedOrder {
    /** What became of an expected line. */
    public enum State {
        /** It came where it had to. */
        MET,
        /** It did not come, or not often enough. */
        MISSING,
        /** It came, but ahead of where it had to. */
        EARLY,
        /** It came more often than it may. */
        TOO_OFTEN,
        /** The line behind which it comes never came. */
        NOT_DUE
    }

    /**
     * What became of one.
     *
     * @param number place among {@link FirmwareDescription#expected()}
     * @param from place among the claims behind which it was looked for; null where there is none
     * @param since place of the claim from which its time counts; null where that never came
     * @param at of the claim that met it, came early or was one too many; null without one
     * @param until place of the expected line behind it, up to which it had to come; how many claims there are without one
     * @param count how often it came where it had to
     */
    public record Found(
            ExpectedLine line,
            int number,
            State state,
            @Nullable Integer from,
            @Nullable Integer since,
            @Nullable Integer at,
            int until,
            int count) {}

    private final FirmwareDescription firmware;
    private final List<Claim> claims;
    private final List<LineTest> tests;

    private ExpectedOrder(FirmwareDescription firmware, List<Claim> claims) {
        this.firmware = firmware;
        this.claims = claims;
        this.tests = firmware.expected().stream()
                .map(it -> LineTest.of(it.line(), firmware))
                .toList();
    }

    /**
     * All expected lines, in the order of the description. Of those in order each is looked for behind the one before it that
     * came, so that one that is missing does not make others late.
     *
     * @param claims of one boot, its banner first
     */
    public static List<Found> of(FirmwareDescription firmware, List<Claim> claims) {
        return new ExpectedOrder(firmware, claims).found();
    }

    private List<Found> found() {
        List<Found> all = new ArrayList<>();
        int last = 0;
        boolean lastCame = true;
        for (int i = 0; i < tests.size(); i++) {
            ExpectedLine line = firmware.expected().get(i);
            boolean inOrder = line.comesInOrder();
            int from = inOrder ? last : 0;
            Integer after = line.after() == null ? null : first(LineTest.of(line.after(), firmware));
            Integer since = after != null ? after : !inOrder || lastCame ? Integer.valueOf(from) : null;
            from = after == null ? from : Math.max(from, after);
            boolean due = !claims.isEmpty() && (line.after() == null || after != null);
            Found found = due
                    ? found(line, i, from, since)
                    : new Found(line, i, State.NOT_DUE, null, null, null, claims.size(), 0);
            all.add(found);
            if (inOrder && found.state() == State.MET && found.at() != null) {
                last = found.at();
                lastCame = true;
            } else if (inOrder && found.state() != State.NOT_DUE && found.state() != State.MET) {
                lastCame = false;
            }
        }
        return bounded(all);
    }

    private Found found(ExpectedLine line, int number, int from, @Nullable Integer since) {
        List<Integer> places = places(tests.get(number));
        List<Integer> behind = places.stream().filter(it -> it > from).toList();
        if (places.size() > line.most()) {
            return new Found(
                    line, number, State.TOO_OFTEN, from, since, places.get(line.most()), claims.size(), places.size());
        }
        if (behind.size() >= line.least()) {
            Integer met = behind.isEmpty() ? null : behind.get(Math.max(0, line.least() - 1));
            return new Found(line, number, State.MET, from, since, met, claims.size(), behind.size());
        }
        return places.size() >= line.least()
                ? new Found(line, number, State.EARLY, from, since, places.get(0), claims.size(), behind.size())
                : new Found(line, number, State.MISSING, from, since, null, claims.size(), behind.size());
    }

    /** What is missing had to come ahead of the next one that came. */
    private List<Found> bounded(List<Found> all) {
        List<Found> bounded = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Found it = all.get(i);
            int until = !it.line().comesInOrder()
                    ? claims.size()
                    : all.stream()
                            .skip(i + 1L)
                            .filter(next ->
                                    next.line().comesInOrder() && next.state() == State.MET && next.at() != null)
                            .mapToInt(next -> next.at())
                            .findFirst()
                            .orElse(claims.size());
            bounded.add(
                    new Found(it.line(), it.number(), it.state(), it.from(), it.since(), it.at(), until, it.count()));
        }
        return bounded;
    }

    private List<Integer> places(LineTest test) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            if (test.takes(claims.get(i))) {
                places.add(i);
            }
        }
        return places;
    }

    private @Nullable Integer first(LineTest test) {
        for (int i = 0; i < claims.size(); i++) {
            if (test.takes(claims.get(i))) {
                return i;
            }
        }
        return null;
    }
}
