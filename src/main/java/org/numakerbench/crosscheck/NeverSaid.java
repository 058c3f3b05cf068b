package org.numakerbench.crosscheck;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.numakerbench.crosscheck.claim.Expectations;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
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
        boolean endMayBeLost = lastIsDamaged
                || run.wire().isGarbled() && (state.progress().testsDone() || gap != null && gap > last.seq());
        return !endMayBeLost;
    }

    /** Where it went silent. */
    static Finding hang(RunState state, RunView run, PendingClaim last) {
        boolean arrived = run.inPhaseOf(last).anyMatch(it -> it.claim().kind() == ClaimKind.MESSAGE_ARRIVED);
        Long seq = state.course().limitSeq();
        return new Finding(
                Expectations.nextStep(run.context(), last, arrived).name(),
                null,
                Verdict.UNSEEN,
                "the device went silent after \"" + last.claim().text() + "\": nothing for "
                        + state.course().limitMs() + " ms",
                seq == null ? List.of() : List.of(seq),
                null);
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
