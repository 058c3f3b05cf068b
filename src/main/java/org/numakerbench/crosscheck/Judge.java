package org.numakerbench.crosscheck;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.rule.Expectations;
import org.numakerbench.crosscheck.rule.Expectations.Expected;
import org.numakerbench.crosscheck.rule.Judging;
import org.numakerbench.crosscheck.rule.PendingClaim;
import org.numakerbench.crosscheck.rule.Rule;
import org.numakerbench.crosscheck.rule.Rules;
import org.numakerbench.crosscheck.rule.Ruling;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.crosscheck.rule.StepResolver;
import org.numakerbench.crosscheck.rule.Steps;
import org.numakerbench.crosscheck.rule.Unclaimed;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.UartParser;

/**
 * A fold over the evidence log: fed one entry at a time while a run goes on, or all at once in a replay, with the same
 * result. Findings only ever grow: a claim's finding follows those of all claims before it, and is never taken back.
 */
public final class Judge {
    private final HostLags host = new HostLags();
    private final RunState chronicle = new RunState(host);
    private final List<Finding> findings = new ArrayList<>();
    /** A long run has some hundred claims that are judged; what says far more than that is out of its mind. */
    private static final int MOST_JUDGED = 1000;
    /** Unknown lines and announcements that judging looks back at. */
    private static final int MOST_HEARD = 5000;
    /** Claims of every kind that are kept for the reports. */
    private static final int MOST_CLAIMS = 50_000;
    /** Of one step. */
    private static final int MOST_UNCLAIMED = 20;

    private final List<Claim> claims = new ArrayList<>();
    /** Claims that wait for their ruling, in wire order. */
    private final List<PendingClaim> open = new ArrayList<>();

    private final Set<Need> needs = EnumSet.noneOf(Need.class);
    private UartParser parser = new UartParser();
    private @Nullable Judging judging;
    private int boots;
    private long claimNanos;
    private @Nullable StepResolver steps;
    private int settledClaims;
    private int judged;
    private long unjudged;
    private @Nullable PendingClaim firstUnjudged;
    private @Nullable PendingClaim last;
    private boolean gotFurther;
    private boolean ruled;
    private boolean parserEnded;
    private long changes;

    /** Reads the next entry of the log. */
    public void accept(EvidenceEntry entry) {
        host.accept(entry);
        chronicle.accept(entry);
        Fact fact = entry.fact();
        if (fact instanceof Fact.RunStarted it) {
            judging = new Judging(it.context(), host);
        }
        Judging state = judging;
        if (state == null) {
            return;
        }
        boolean matters = state.cloud().accept(entry);
        state.witness().accept(entry);
        if (fact instanceof Fact.ResetIssued) {
            state.resetAt(entry.seq(), entry.monoNanos());
            parser = new UartParser();
            forgetRun(state);
        } else if (fact instanceof Fact.PortReopened && boots > 0) {
            state.wire().gap(entry.seq());
        } else if (fact instanceof Fact.HostLag it && HostLags.mayLose(it) && boots > 0) {
            state.wire().stall(entry.seq(), it);
        } else if (fact instanceof Fact.UartReceived it && state.resetSeq() != null && !parserEnded) {
            hear(state, parser.accept(it.bytes()), entry);
        } else if (fact instanceof Fact.CaptureEnded && !parserEnded) {
            hear(state, parser.end(), entry);
            parserEnded = true;
        } else if (fact instanceof Fact.RunEnded) {
            end(state, entry);
            return;
        }
        if (!(fact instanceof Fact.UartReceived)) {
            settle(state, entry, matters);
        }
    }

    private void end(Judging state, EvidenceEntry entry) {
        if (!parserEnded) {
            hear(state, parser.end(), entry);
            parserEnded = true;
        }
        state.closeAt(entry.monoNanos());
        settle(state, entry, true);
        if (unjudged > 0) {
            findings.add(flood());
        }
        neverSaid(state);
    }

    private void forgetRun(Judging state) {
        state.forgetHeard();
        state.wire().clear();
        claims.clear();
        open.clear();
        settledClaims = 0;
        judged = 0;
        unjudged = 0;
        last = null;
        gotFurther = false;
        boots = 0;
    }

    private void hear(Judging state, List<Claim> said, EvidenceEntry entry) {
        boolean matters = false;
        for (Claim claim : said) {
            if (claim.kind() == ClaimKind.BOOT_BANNER || boots == 0 && isDamagedBanner(claim)) {
                boot(state, entry);
            }
            changes++;
            if (claims.size() < MOST_CLAIMS) {
                claims.add(claim);
            }
            chronicle.heard(claim);
            if (boots == 0) {
                chronicle.noise(claim);
                continue;
            }
            String step = steps(state).of(claim);
            state.wire().accept(claim);
            matters |= hear(state, new PendingClaim(claim, step, boots, entry.seq(), claimNanos, entry.monoNanos()));
            claimNanos = entry.monoNanos();
        }
        if (!said.isEmpty()) {
            settle(state, entry, matters);
        }
    }

    /** @return whether it may settle a claim, or is to be settled itself */
    private boolean hear(Judging state, PendingClaim heard) {
        last = heard;
        gotFurther |= heard.claim().claimsFailure()
                || Steps.stage(heard.step()) == Stage.MQTT
                || Steps.stage(heard.step()) == Stage.HTTPS;
        boolean judges = Rules.judges(heard.claim());
        boolean lookedUp = Rules.isLookedUp(heard.claim());
        boolean full = state.heard().size() >= MOST_HEARD + MOST_JUDGED;
        if (judges && (unjudged > 0 || judged == MOST_JUDGED || full)) {
            // What comes behind is judged by what came before: nothing is, from here on.
            firstUnjudged = unjudged++ == 0 ? heard : firstUnjudged;
            return false;
        }
        if (judges) {
            judged++;
            open.add(heard);
        } else if (full || !lookedUp && state.heard().size() >= MOST_HEARD) {
            return false;
        }
        state.hear(heard);
        return judges || lookedUp;
    }

    /** What the device says beyond all measure is not taken for true, nor for false. */
    private Finding flood() {
        PendingClaim first = Objects.requireNonNull(firstUnjudged);
        return new Finding(
                first.step(),
                first.claim().text(),
                Verdict.UNSEEN,
                "the device says more than the bench judges: this claim and " + (unjudged - 1)
                        + " more behind it were not compared with the cloud; uart.raw has them",
                List.of(first.seq()),
                first.claim().line());
    }

    private StepResolver steps(Judging state) {
        StepResolver sense = steps == null ? new StepResolver(state.context()) : steps;
        steps = sense;
        return sense;
    }

    private static boolean isDamagedBanner(Claim claim) {
        return ClaimKind.BOOT_BANNER.word().equals(claim.string("resemblesKind"));
    }

    /** A banner: the boot the bench caused, or one of the board's own. */
    private void boot(Judging state, EvidenceEntry entry) {
        if (boots == 1 && !isOwnRun(state, entry)) {
            chronicle.oldRunForgotten(claims.size());
            forgetRun(state);
        }
        if (boots == 0) {
            state.cloud().boot(chronicle.resetSeq(), chronicle.resetReturnedSeq());
        }
        boots++;
        steps = null;
        chronicle.booted(entry);
    }

    /**
     * Text that was in flight when the reset came may hold an older run's banner and its first lines. A run is the bench's
     * own once it is later than such text can be, or got further. Not by when its banner came: a busy host reads late, and a
     * line that the reset cut off ends with the next boot's first line end.
     */
    private boolean isOwnRun(Judging state, EvidenceEntry entry) {
        return state.closed() || !findings.isEmpty() || chronicle.isPastRemains(entry.monoNanos()) || gotFurther;
    }

    /**
     * @param matters whether the entry may settle an open claim; the rulings of the last time may, too, for claims ahead
     *     of them
     */
    private void settle(Judging state, EvidenceEntry entry, boolean matters) {
        if (matters || ruled) {
            ruled = false;
            needs.clear();
            open.removeIf(heard -> isSettled(state, heard));
        }
        if (isOwnRun(state, entry)) {
            emit(state);
        }
    }

    private boolean isSettled(Judging state, PendingClaim heard) {
        Rule rule = Objects.requireNonNull(Rules.of(heard.claim()));
        Ruling ruling = rule.check(heard, state);
        if (ruling instanceof Settled settled) {
            changes++;
            ruled = true;
            heard.settle(settled);
            return true;
        }
        if (ruling instanceof Ruling.Awaiting awaiting) {
            needs.add(awaiting.need());
        }
        return false;
    }

    /** Findings come in wire order: one waits until all before it are settled. */
    private void emit(Judging state) {
        while (settledClaims < state.heard().size()) {
            PendingClaim heard = state.heard().get(settledClaims);
            if (Rules.judges(heard.claim())) {
                Settled ruling = heard.ruling();
                if (ruling == null) {
                    return;
                }
                findings.add(new Finding(
                        heard.step(),
                        heard.claim().text(),
                        ruling.verdict(),
                        ruling.reason(),
                        ruling.evidence(),
                        heard.claim().line()));
                chronicle.found(findings.get(findings.size() - 1), heard);
            }
            settledClaims++;
        }
    }

    /** After the last claim: what the device should have said, and what it did without saying so. */
    private void neverSaid(Judging state) {
        Set<String> unsaid = new HashSet<>();
        if (boots > 0 && isHang(state)) {
            Finding hang = silence(state);
            unsaid.add(hang.step());
            findings.add(hang);
            chronicle.hung(hang);
        } else if (boots == 1 && unjudged == 0 && !chronicle.deviceFailed() && !chronicle.benchFailed()) {
            for (Finding lost : lost(state)) {
                unsaid.add(lost.step());
                findings.add(lost);
            }
        }
        if (unjudged == 0) {
            for (Finding unclaimed : folded(Unclaimed.findings(state, unsaid))) {
                findings.add(unclaimed);
                chronicle.found(unclaimed, null);
            }
        }
    }

    /** The first few of each step one by one, the others together. */
    private static List<Finding> folded(List<Finding> unclaimed) {
        Map<String, List<Finding>> bySteps = new LinkedHashMap<>();
        unclaimed.forEach(it ->
                bySteps.computeIfAbsent(it.step(), step -> new ArrayList<>()).add(it));
        List<Finding> folded = new ArrayList<>();
        for (Finding each : unclaimed) {
            List<Finding> alike = bySteps.get(each.step());
            int place = alike.indexOf(each);
            if (place < MOST_UNCLAIMED) {
                folded.add(each);
            } else if (place == MOST_UNCLAIMED) {
                List<Finding> rest = alike.subList(place, alike.size());
                folded.add(new Finding(
                        each.step(),
                        null,
                        Verdict.UNCLAIMED,
                        "the witness received " + rest.size() + " more messages here that the device never claimed",
                        rest.stream().flatMap(it -> it.evidence().stream()).toList(),
                        null));
            }
        }
        return folded;
    }

    /** Silence before the end; on a damaged wire the lines that would have told the end may be what was lost. */
    private boolean isHang(Judging state) {
        if (chronicle.limit() == null || chronicle.deviceFinished()) {
            return false;
        }
        Long gap = state.wire().lastGap();
        PendingClaim last = Objects.requireNonNull(this.last);
        // A stall explains a silence only when it fills enough of it, which is not for the wire to say.
        boolean endMayBeLost = state.wire().isGarbled()
                && (chronicle.testsDone() || gap != null && gap > last.seq() || LineIntegrity.isDamage(last.claim()));
        return !endMayBeLost;
    }

    private Finding silence(Judging state) {
        PendingClaim last = this.last;
        boolean arrived =
                last != null && state.inPhaseOf(last).anyMatch(it -> it.claim().kind() == ClaimKind.MESSAGE_ARRIVED);
        String after = last == null ? "reset" : "\"" + last.claim().text() + "\"";
        return new Finding(
                Expectations.nextStep(state.context(), last, arrived),
                null,
                Verdict.UNSEEN,
                "the device went silent after " + after + ": nothing for " + chronicle.limitMs() + " ms",
                chronicle.limitSeq() == null ? List.of() : List.of(chronicle.limitSeq()),
                null);
    }

    private List<Finding> lost(Judging state) {
        List<Claim> damaged = new ArrayList<>(state.wire().damaged());
        List<Finding> lost = new ArrayList<>();
        for (Expected expected : Expectations.missing(state.context(), state.heard())) {
            Claim remains = damaged.stream()
                    .filter(it -> expected.kind().word().equals(it.string("resemblesKind")))
                    .findFirst()
                    .orElse(null);
            damaged.remove(remains);
            String where = remains != null
                    ? "its line was damaged on the wire: \"" + remains.text() + "\" (bytes " + remains.start() + " to "
                            + remains.end() + ")"
                    : state.wire().isDamaged()
                            ? "the device never said it, and the wire was damaged at "
                                    + state.wire().describe()
                            : "the device never said it";
            lost.add(new Finding(
                    expected.step(),
                    remains == null ? null : remains.text(),
                    Verdict.UNSEEN,
                    where,
                    state.wire().stalls(),
                    remains == null ? null : remains.line()));
        }
        return lost;
    }

    /** What the log, as far as it was read, says. */
    public Judgement judgement() {
        Judging state = judging;
        List<Judgement.OpenClaim> waiting = open.stream()
                .map(it -> new Judgement.OpenClaim(
                        it.step(), it.claim().text(), it.claim().line()))
                .toList();
        Triage.Result result = Triage.of(chronicle, findings);
        return new Judgement(
                findings,
                waiting,
                result.outcome(),
                result.failure(),
                chronicle.heap(),
                chronicle.timings(),
                state == null
                        ? List.of()
                        : chronicle.notes(state.wire(), state.cloud().leftOut()));
    }

    /** The claims of the run in wire order, noise before the banner included; of a flood, the first {@value #MOST_CLAIMS}. */
    public List<Claim> claims() {
        return List.copyOf(claims);
    }

    /** Grows whenever something new was heard or settled: a reason to look at {@link #judgement()} again. */
    public long changes() {
        return changes;
    }

    /** What open claims still wait for; empty when waiting would bring nothing. */
    public Set<Need> needs() {
        return Set.copyOf(needs);
    }

    /** True while the witness has lost its connection and not yet found out whether the endpoint is still there. */
    public boolean witnessIsLost() {
        return chronicle.witnessIsLost();
    }

    /** How far the device has come. */
    public Progress progress() {
        return chronicle.progress();
    }

    /** The run's context, once its first entry was read. */
    public @Nullable RunContext context() {
        return judging == null ? null : judging.context();
    }
}
