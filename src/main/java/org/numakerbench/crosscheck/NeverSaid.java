package org.numakerbench.crosscheck;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.numakerbench.crosscheck.cause.Diagnosis;
import org.numakerbench.crosscheck.claim.Expectations;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Step;
import org.numakerbench.model.StepTable;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.sequence.Disorder;
import org.numakerbench.uart.sequence.Disorder.Trouble;

/** What a good run would have said, and this one did not. */
final class NeverSaid {
    private NeverSaid() {}

    /**
     * Silence before the end; on a damaged wire the lines that would have told the end may be what was lost.
     *
     * @param last what the device said last
     */
    static boolean isHang(RunState state, RunView run, PendingClaim last) {
        if (state.course().limit() == null || state.progress().finished()) {
            return false;
        }
        Long gap = run.wire().lastGap();
        // A stall explains a silence only when it fills enough of it, which is not for the wire to say.
        boolean lastIsDamaged =
                LineIntegrity.isDamage(last.claim()) || last.claim().string("resembles") != null;
        // What the bench had to send may not have reached a board that waits for it.
        boolean waits = run.wire().isDamaged() && state.promises().isOpen()
                || !state.promises().turn().due().isEmpty();
        boolean endMayBeLost = waits
                || lastIsDamaged
                || run.wire().isGarbled() && (state.progress().testsDone() || gap != null && gap > last.seq());
        return !endMayBeLost;
    }

    /** What the limit that passed says of the device. */
    static Diagnosis hangs(RunState state, Finding hang) {
        Fact.LimitExpired limit = state.course().limit();
        if (limit != null && limit.limit() == Limit.RUN) {
            return Diagnosis.RUN_LIMIT;
        }
        return StepTable.FIRMWARE.of(hang.step()).stage() == Stage.NETWORK ? Diagnosis.NO_NETWORK : Diagnosis.HANG;
    }

    /** Where it was when the limit passed. */
    static Finding hang(RunState state, RunView run, PendingClaim last) {
        boolean arrived = run.inPhaseOf(last).anyMatch(it -> it.claim().kind() == ClaimKind.MESSAGE_ARRIVED);
        Long seq = state.course().limitSeq();
        Step step = Expectations.nextStep(run.context(), last, arrived);
        return new Finding(
                step.name(),
                null,
                Verdict.UNSEEN,
                limitPassed(state, last, step),
                seq == null ? List.of() : List.of(seq),
                null);
    }

    /** Each limit by its own name, as a profile has it. */
    private static String limitPassed(RunState state, PendingClaim last, Step step) {
        Fact.LimitExpired limit = Objects.requireNonNull(state.course().limit());
        String words = "\"" + last.claim().text() + "\"";
        String ms = limit.limitMs() + " ms (limits." + limit.limit().word() + ")";
        if (limit.limit() == Limit.RUN) {
            return Diagnosis.RUN_LIMIT.sentence(ms + " passed; its last words were " + words + ", "
                    + state.course().silentMs() + " ms before");
        }
        String silent = words + ": nothing for " + ms;
        return step.stage() == Stage.NETWORK
                ? Diagnosis.NO_NETWORK.sentence("it went silent after " + silent)
                : Diagnosis.HANG.sentence(silent);
    }

    /** Results that are missing from a run that went to its end. */
    static List<Finding> lost(RunView run, LineOrder order) {
        LineIntegrity wire = run.wire();
        return Stream.concat(order.lost().stream(), order.lostAtEnd().stream())
                .sorted(Comparator.comparingInt(
                        line -> StepTable.FIRMWARE.place(StepTable.FIRMWARE.named(line.step()))))
                .map(line -> lost(line, wire))
                .toList();
    }

    private static Finding lost(Disorder line, LineIntegrity wire) {
        Claim remains = wire.damaged().stream()
                .filter(it -> line.trouble() == Trouble.DAMAGED && it.line() == line.line())
                .findFirst()
                .orElse(null);
        return new Finding(
                line.step(),
                remains == null ? null : remains.text(),
                Verdict.UNSEEN,
                remains == null ? reason(line, wire) : reason(remains),
                wire.stalls(),
                remains == null ? null : remains.line());
    }

    private static String reason(Claim remains) {
        return "its line was damaged on the wire: \"" + remains.text() + "\" (bytes " + remains.start() + " to "
                + remains.end() + ")";
    }

    private static String reason(Disorder line, LineIntegrity wire) {
        String never = "the device never said it: " + line.words();
        return wire.isDamaged() ? never + "; the wire was damaged at " + wire.describe() : never;
    }
}
