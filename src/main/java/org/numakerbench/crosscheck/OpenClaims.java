package org.numakerbench.crosscheck;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.numakerbench.crosscheck.claim.Ask;
import org.numakerbench.crosscheck.claim.Hearing;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.rule.Rules;

/** Claims that wait for their ruling, and what was found of those that have it, in wire order. */
final class OpenClaims {
    private final RunState state;
    private final List<PendingClaim> open = new ArrayList<>();
    private final Set<Need> needs = EnumSet.noneOf(Need.class);
    private final List<Ask> asks = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    /** Of the claims heard, those whose findings are final. */
    private int emitted;

    private boolean ruled;
    private long settled;

    OpenClaims(RunState state) {
        this.state = state;
    }

    /** @return whether it is to be settled */
    boolean hear(PendingClaim pending) {
        return Rules.judges(pending.claim()) && open.add(pending);
    }

    void forget() {
        open.clear();
        emitted = 0;
    }

    /** What was an older run's is gone; these are settled from the beginning. */
    void judgeAgain(List<PendingClaim> kept) {
        open.clear();
        kept.forEach(this::hear);
    }

    /**
     * Asks the rules again.
     *
     * @param matters whether what has come may settle an open claim; the rulings of the last time may, too, for claims
     *     ahead of them
     */
    void settle(Hearing hearing, LineOrder order, boolean matters) {
        if (matters || ruled) {
            ruled = false;
            needs.clear();
            asks.clear();
            open.removeIf(pending -> isSettled(hearing, order, pending));
        }
    }

    private boolean isSettled(Hearing hearing, LineOrder order, PendingClaim pending) {
        Ruling ruling = Objects.requireNonNull(Rules.of(pending.claim())).check(pending, hearing.view());
        if (ruling instanceof Settled it) {
            settled++;
            ruled = true;
            hearing.settle(pending, order.asFarAsRead(it, pending));
            it.notes().forEach(note -> state.notes().of(pending.claim(), note));
            return true;
        }
        if (ruling instanceof Ruling.Awaiting awaiting) {
            needs.add(awaiting.need());
            if (awaiting.ask() != null) {
                asks.add(awaiting.ask());
            }
        }
        return false;
    }

    /** Findings come in wire order: one waits until all before it are settled. */
    void emit(List<PendingClaim> heard) {
        while (emitted < heard.size()) {
            PendingClaim pending = heard.get(emitted);
            Settled ruling = pending.ruling();
            if (ruling == null && Rules.judges(pending.claim())) {
                return;
            }
            emitted++;
            if (ruling != null && !ruling.quiet()) {
                Finding finding = finding(pending, ruling);
                findings.add(finding);
                state.failure().found(finding, pending);
            }
        }
    }

    /** Findings that rest on no claim. */
    void add(Finding finding) {
        findings.add(finding);
    }

    List<Finding> findings() {
        return findings;
    }

    /** The findings, and those of the claims behind them that are settled: what will be found if no text was an older run's. */
    List<Finding> likely(RunView view) {
        List<Finding> likely = new ArrayList<>(findings);
        for (PendingClaim pending : view.heard().subList(emitted, view.heard().size())) {
            Settled ruling = pending.ruling();
            if (ruling == null && Rules.judges(pending.claim())) {
                break;
            }
            if (ruling != null && !ruling.quiet()) {
                likely.add(finding(pending, ruling));
            }
        }
        return likely;
    }

    private static Finding finding(PendingClaim pending, Settled ruling) {
        return new Finding(
                pending.step().name(),
                pending.claim().text(),
                ruling.verdict(),
                ruling.reason(),
                ruling.evidence(),
                pending.claim().line());
    }

    /** True while no finding is final. */
    boolean isAllOpen() {
        return emitted == 0;
    }

    List<Judgement.OpenClaim> waiting() {
        return open.stream()
                .map(it -> new Judgement.OpenClaim(
                        it.step().name(), it.claim().text(), it.claim().line()))
                .toList();
    }

    /** What open claims still wait for; empty when waiting would bring nothing. */
    Set<Need> needs() {
        return Set.copyOf(needs);
    }

    /** What the bench has to ask to settle some of them. */
    List<Ask> asks() {
        return List.copyOf(asks);
    }

    /** How many were settled so far; those that were settled anew count again. */
    long settled() {
        return settled;
    }
}
