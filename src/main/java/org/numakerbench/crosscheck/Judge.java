package org.numakerbench.crosscheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Ask;
import org.numakerbench.crosscheck.claim.Hearing;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.measure.RunMeasurements;
import org.numakerbench.crosscheck.rule.DamageProof;
import org.numakerbench.crosscheck.rule.ResponseHeaders;
import org.numakerbench.crosscheck.rule.Rules;
import org.numakerbench.crosscheck.rule.Unclaimed;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.crosscheck.timeline.Timeline;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Step;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.StepTable;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.Standing.Sort;
import org.numakerbench.uart.UartParser;
import org.numakerbench.uart.WireStandings;

/**
 * A fold over the evidence log: fed one entry at a time while a run goes on, or all at once in a replay, with the same
 * result. A claim's finding follows those of all claims before it, and is never taken back, unless its text was an older run's.
 */
public final class Judge {
    private static final Step BOOT = StepTable.FIRMWARE.first(Action.BOOT);

    private final HostLags host = new HostLags();
    private final RunState state = new RunState(host);
    private final FloodBounds bounds = new FloodBounds();
    private final OpenClaims open = new OpenClaims(state);
    private final List<Claim> claims = new ArrayList<>();
    /** From the first entry on. */
    private @Nullable Run run;

    private UartParser parser = new UartParser();
    private int boots;
    /** Those behind the first that came so early that what is before them may be an older run's. */
    private int doubtfulBoots;

    private long claimNanos;
    private @Nullable PendingClaim last;
    private boolean gotFurther;
    private boolean parserEnded;
    /** The log goes on with runs that are not judged: an experiment resets its board time and again. */
    private boolean furtherRuns;

    /** With the line that begins the first loop that is not judged; all when there is none. */
    private int claimsOfLoops = Integer.MAX_VALUE;

    private long heardClaims;
    /** Once the run is over. */
    private LineOrder order = LineOrder.UNKNOWN;
    /** The run went to its end: what never came was lost. */
    private boolean wentToEnd;

    private Judgement.@Nullable Wire wire;
    private List<Measurement> measurements = List.of();

    /** Claims and evidence of one run. */
    private record Run(RunContext context, Timeline timeline, Hearing hearing) {
        static Run of(RunContext context, HostLags host) {
            Timeline timeline = new Timeline(context.identity().clientId());
            return new Run(context, timeline, new Hearing(context, timeline, host));
        }

        RunView view() {
            return hearing.view();
        }
    }

    /** Reads the next entry of the log. */
    public void accept(EvidenceEntry entry) {
        host.accept(entry);
        Fact fact = entry.fact();
        if (fact instanceof Fact.ResetIssued && run != null && isOver()) {
            endText(run, entry);
            run.timeline().close();
            furtherRuns = true;
        }
        if (furtherRuns && !(fact instanceof Fact.CaptureEnded || fact instanceof Fact.RunEnded)) {
            return;
        }
        state.accept(entry);
        if (fact instanceof Fact.RunStarted it) {
            run = Run.of(it.context(), host);
        } else if (fact instanceof Fact.FaultsPlanned && run != null) {
            run.hearing().throughLink();
        }
        Run now = run;
        if (now == null) {
            return;
        }
        boolean matters = now.timeline().accept(entry);
        if (fact instanceof Fact.ResetIssued) {
            now.hearing().resetAt(entry.seq(), entry.monoNanos());
            parser = new UartParser(now.context());
            forget(now);
        } else if (fact instanceof Fact.UartReceived it && now.view().resetSeq() != null && !parserEnded) {
            hear(now, parser.accept(it.bytes()), entry);
        } else if (fact instanceof Fact.CaptureEnded) {
            endText(now, entry);
        } else if (fact instanceof Fact.RunEnded) {
            end(now, entry);
            return;
        } else if (boots > 0) {
            now.timeline().mayLoseText(entry);
        }
        if (!(fact instanceof Fact.UartReceived)) {
            settle(now, entry, matters);
        }
    }

    /** What is judged has come to its end: as many loops as are wanted, or a limit. */
    private boolean isOver() {
        return state.progress().loops().done() || boots > 0 && state.course().limit() != null;
    }

    private void endText(Run now, EvidenceEntry entry) {
        if (!parserEnded) {
            hear(now, parser.end(), entry);
            parserEnded = true;
        }
    }

    private void end(Run now, EvidenceEntry entry) {
        endText(now, entry);
        setOlderBootsAside(now);
        setOlderSessionAside(now);
        if (boots == 1 && !bounds.exceeded()) {
            // Behind the loops that are judged come more lines.
            int lines = claims.size() > claimsOfLoops ? 0 : state.progress().lines();
            order = LineOrder.of(now.context(), claims.subList(0, Math.min(claimsOfLoops, claims.size())), lines);
        }
        now.view().wire().prove(it -> order.damaged().contains(it.line()) || DamageProof.isShownBy(it, now.view()));
        now.hearing().closeAt(entry.monoNanos());
        settle(now, entry, true);
        bounds.findings().forEach(open::add);
        ResponseHeaders.oddities(now.view()).forEach(state.notes()::add);
        neverSaid(now.view());
        expected(now.view());
        wire = wire(now);
        measurements = state.figures().of(now.view(), host);
        RunMeasurements.missing(now.view(), measurements).forEach(state.notes()::add);
    }

    private Judgement.Wire wire(Run now) {
        int all = state.progress().lines();
        int until = claims.size() > claimsOfLoops ? claims.get(claimsOfLoops).line() - 1 : all;
        WireStandings lines = new WireStandings(now.context().firmware(), claims, all, until);
        return new Judgement.Wire(
                lines.lines(),
                lines.count(Sort.JUDGED),
                lines.count(Sort.CONSISTENT),
                lines.count(Sort.NEUTRAL),
                lines.count(Sort.NOT_UNDERSTOOD),
                order.missing(wentToEnd),
                until);
    }

    private void forget(Run now) {
        now.hearing().forget();
        bounds.forget();
        claims.clear();
        state.promises().forget();
        open.forget();
        last = null;
        gotFurther = false;
        boots = 0;
        doubtfulBoots = 0;
    }

    private void hear(Run now, List<Claim> said, EvidenceEntry entry) {
        boolean matters = false;
        for (Claim claim : said) {
            if (claim.kind() == ClaimKind.BOOT_BANNER || boots == 0 && isDamagedBanner(claim)) {
                state.notes().banner(claim);
                boot(now, entry);
            }
            heardClaims++;
            if (claims.size() < FloodBounds.MOST_CLAIMS) {
                claims.add(claim);
            }
            boolean over = state.progress().loops().done();
            state.heard(claim);
            if (boots == 0) {
                state.notes().noise(claim);
                continue;
            }
            if (state.progress().loops().done()) {
                if (!over) {
                    claimsOfLoops = claims.size();
                    now.timeline().lastLoopOver(now.view().sessions());
                }
                continue;
            }
            state.notes().heard(claim);
            state.promises().heard(claim, entry.monoNanos());
            Step step = Objects.requireNonNullElse(claim.step(), BOOT);
            now.timeline().accept(claim);
            int round = boots + state.progress().loops().over();
            matters |= hear(now, new PendingClaim(claim, step, round, entry.seq(), claimNanos, entry.monoNanos()));
            claimNanos = entry.monoNanos();
        }
        if (!said.isEmpty()) {
            settle(now, entry, matters);
        }
    }

    /** @return whether it may settle a claim, or is to be settled itself */
    private boolean hear(Run now, PendingClaim pending) {
        last = pending;
        Stage stage = pending.step().stage();
        gotFurther |= pending.claim().claimsFailure() || stage == Stage.MQTT || stage == Stage.HTTPS;
        if (!bounds.admits(pending, now.view().heard().size())) {
            return false;
        }
        boolean judged = open.hear(pending);
        now.hearing().hear(pending);
        return judged || Rules.isLookedUp(pending.claim());
    }

    private static boolean isDamagedBanner(Claim claim) {
        return ClaimKind.BOOT_BANNER.word().equals(claim.string("resemblesKind"));
    }

    /** A banner: the boot the bench caused, or one of the board's own. */
    private void boot(Run now, EvidenceEntry entry) {
        boolean inTime = !state.course().isPastRemains(entry.monoNanos());
        if (boots == 1 && inTime && !gotFurther) {
            forget(now);
            state.oldRunForgotten();
        }
        if (boots == 0) {
            now.timeline().boot(state.course().resetReturnedSeq());
        }
        boots++;
        doubtfulBoots += boots > 1 && inTime ? 1 : 0;
        state.progress().boot();
    }

    /**
     * Text that was in flight when the reset came may hold an older run's banner and what it said then. A run is the bench's own once it
     * is later than such text can be. Not by when its banner came: a busy host reads late, and a line that the reset cut off ends with the
     * next boot's first line end. One that got as far as the cloud is an older one's when the cloud does not show a session for each of
     * them.
     */
    private void setOlderBootsAside(Run now) {
        while (doubtfulBoots > 0 && firstBootIsOlder(now.view())) {
            doubtfulBoots--;
            boots--;
            state.oldRunForgotten();
            List<PendingClaim> kept = now.hearing().forgetBefore(2);
            open.judgeAgain(kept);
            long start = kept.get(0).claim().start();
            int known = claims.size();
            claims.removeIf(it -> it.start() < start);
            claimsOfLoops -= claimsOfLoops == Integer.MAX_VALUE ? 0 : known - claims.size();
        }
    }

    /** Likewise, of one whose text nobody got, but whose session the cloud showed. */
    private void setOlderSessionAside(Run now) {
        long told = now.view().heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.MQTT_CONNECT
                        && it.claim().claimsSuccess())
                .count();
        boolean all = boots == 1 && open.isAllOpen() && claimsOfLoops == Integer.MAX_VALUE;
        RunCourse course = state.course();
        if (all
                && now.timeline()
                        .cloud()
                        .setFirstSessionAside(told, course.resetReturnedSeq(), course.resetReturnedNanos())) {
            open.judgeAgain(now.hearing().forgetBefore(1));
        }
    }

    private static boolean firstBootIsOlder(RunView view) {
        Set<Integer> connected = new HashSet<>();
        view.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.MQTT_CONNECT
                        && it.claim().claimsSuccess())
                .forEach(it -> connected.add(it.boot()));
        boolean shown = !view.witness().lifecycleFlows() || view.cloud().sessions() >= connected.size();
        return !(connected.contains(1) && shown);
    }

    /** @param matters whether the entry may settle an open claim */
    private void settle(Run now, EvidenceEntry entry, boolean matters) {
        open.settle(now.hearing(), order, matters);
        if (now.view().closed() || doubtfulBoots == 0 && state.course().isPastRemains(entry.monoNanos())) {
            open.emit(now.view().heard());
        }
    }

    /** After the last claim: what the device should have said, and what it did without saying so. */
    private void neverSaid(RunView view) {
        Set<String> unsaid = new HashSet<>();
        PendingClaim end = last;
        if (end != null && NeverSaid.isHang(state, view, end)) {
            Finding hang = NeverSaid.hang(state, view, end);
            unsaid.add(hang.step());
            open.add(hang);
            state.failure().hung(hang, NeverSaid.hangs(state, hang));
        } else if (boots == 1
                && !bounds.exceeded()
                && !state.progress().failed()
                && state.course().benchFailure() == null) {
            wentToEnd = true;
            unsaid.addAll(order.stepsWithLostLines());
            for (Finding lost : NeverSaid.lost(view, order)) {
                unsaid.add(lost.step());
                open.add(lost);
            }
        }
        if (!bounds.exceeded()) {
            for (Finding unclaimed : FloodBounds.folded(Unclaimed.findings(view, unsaid))) {
                open.add(unclaimed);
                state.failure().found(unclaimed, null);
            }
        }
    }

    /** What its description expects of the device. */
    private void expected(RunView view) {
        RunCourse course = state.course();
        DeviceProgress progress = state.progress();
        boolean toTheEnd = course.limit() == null
                && course.benchFailure() == null
                && course.interrupted() == null
                && (progress.finished()
                        || progress.testsDone()
                        || progress.loops().done());
        boolean otherTrouble = state.failure().trouble() != null || progress.failed() || boots > 1;
        state.promises().settle(view, state.figures().bytes(), toTheEnd, otherTrouble, bounds.leftOut());
        state.promises().findings().forEach(open::add);
    }

    /** What the log, as far as it was read, says. */
    public Judgement judgement() {
        Run now = run;
        RunView view = now == null ? null : now.view();
        Triage.Result result = Triage.of(state, view, open.findings(), measurements);
        return new Judgement(
                findings(view),
                open.waiting(),
                result.outcome(),
                result.failure(),
                state.measured().heap(),
                state.measured().timings(),
                measurements,
                wire,
                view == null ? List.of() : state.notes().all(state, view, order.notes(wentToEnd)));
    }

    /**
     * While the run goes on, what will be found if this boot is the one that the bench caused, as it nearly always is: people who watch
     * see it at once, and it goes if the text turns out to be an older run's.
     */
    private List<Finding> findings(@Nullable RunView view) {
        return view == null || view.closed() || !gotFurther ? open.findings() : open.likely(view);
    }

    /** The claims of the run in wire order, noise before the banner included; of a flood, the beginning. */
    public List<Claim> claims() {
        return List.copyOf(claims);
    }

    /** Grows whenever something new was heard or settled: a reason to look at {@link #judgement()} again. */
    public long changes() {
        return heardClaims + open.settled();
    }

    /** What open claims still wait for; empty when waiting would bring nothing. */
    public Set<Need> needs() {
        return open.needs();
    }

    /** True while the witness has lost its connection and not yet found out whether the endpoint is still there. */
    public boolean witnessIsLost() {
        return state.course().witnessIsLost();
    }

    /** What the description of the firmware asks of the bench now. */
    public HostTurn turn() {
        return state.promises().turn();
    }

    /** What the bench has to ask others to settle open claims. */
    public List<Ask> asks() {
        return open.asks();
    }

    /** How far the device has come. */
    public Progress progress() {
        return state.progress().now();
    }

    /** The run's context, once its first entry was read. */
    public @Nullable RunContext context() {
        return run == null ? null : run.context();
    }
}
