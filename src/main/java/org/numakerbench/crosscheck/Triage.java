package org.numakerbench.crosscheck;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.RunState.Trouble;
import org.numakerbench.crosscheck.rule.Steps;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;

/**
 * From findings to the outcome of a run. The bench's own failures come first, then the cloud's; of the device's troubles
 * the first in wire order names the outcome, for the later ones follow from it. What only ran out of time while this host
 * was stalled is the bench's.
 */
final class Triage {
    record Result(
            Outcome outcome,
            @Nullable Stage stage,
            @Nullable String owner,
            String reason) {}

    private Triage() {}

    static Result of(RunState run, List<Finding> findings) {
        Fact.BenchFailed bench = run.benchFailure();
        if (bench != null) {
            Long stalled = run.benchStalledSeconds();
            return stalled != null
                    ? stalled(stalled, bench.cause())
                    : new Result(Outcome.BENCH_FAULT, bench.stage(), "bench", bench.cause() + "; " + bench.remedy());
        }
        if (run.interrupted() != null || !run.ended()) {
            String why = run.interrupted() == null ? "the log has no end" : run.interrupted();
            return new Result(Outcome.BENCH_FAULT, Stage.RECORD, "bench", "interrupted: " + why);
        }
        Fact.WitnessFailed witness = run.witnessFailure();
        if (witness != null) {
            Long stalled = run.witnessStalledSeconds();
            if (stalled != null) {
                return stalled(stalled, witness.reason());
            }
            boolean cloud = "cloud".equals(witness.owner());
            return new Result(
                    cloud ? Outcome.CLOUD_FAULT : Outcome.BENCH_FAULT,
                    Stage.MQTT,
                    witness.owner(),
                    witness.reason() + "; " + witness.remedy());
        }
        if (!run.hasBooted()) {
            Long stalled = run.limitStalledSeconds();
            return stalled != null && !run.isGarbage() ? stalled(stalled, "no boot banner") : noBoot(run);
        }
        Trouble trouble = run.trouble();
        Long unheard = run.isHung() ? run.limitStalledSeconds() : null;
        if (trouble != null && unheard != null) {
            return stalled(unheard, trouble.reason());
        }
        if (trouble != null && trouble.outcome() == Outcome.DEVICE_FAIL && run.witnessLostSeq() != null) {
            Long stalled = run.witnessLostStalledSeconds();
            if (stalled != null) {
                return stalled(stalled, trouble.reason());
            }
            return new Result(
                    Outcome.INCONCLUSIVE,
                    trouble.stage(),
                    "cloud",
                    trouble.reason() + "; but the host lost the endpoint too (entry " + run.witnessLostSeq()
                            + "), so device and cloud cannot be told apart");
        }
        if (trouble != null) {
            String owner = trouble.outcome() == Outcome.BENCH_FAULT ? "bench" : "device";
            return new Result(trouble.outcome(), trouble.stage(), owner, trouble.reason());
        }
        Result tight = headroom(run);
        return tight == null ? clean(run, findings) : tight;
    }

    /** Always told alike, so that a night sees one cause in all its runs. */
    private static Result stalled(long seconds, String meanwhile) {
        return new Result(
                Outcome.BENCH_FAULT,
                Stage.HOST,
                "bench",
                HostLags.stalled(seconds) + " and cannot tell whose fault it is: " + meanwhile
                        + "; give it less to do, and run again");
    }

    /** Without a MAP file static data is not known; what the heap alone leaves is then the most there can be. */
    private static @Nullable Result headroom(RunState run) {
        Judgement.Heap heap = run.heap();
        Long wanted = run.minHeadroomBytes();
        Long peak = heap.maxBytes();
        if (wanted == null || peak == null) {
            return null;
        }
        Long fixed = heap.staticBytes();
        long left = heap.ramBytes() - peak - (fixed == null ? 0 : fixed);
        return left >= wanted
                ? null
                : new Result(
                        Outcome.DEVICE_FAIL,
                        Stage.HEAP,
                        "device",
                        "headroom is " + (fixed == null ? "at most " : "") + left + " bytes of " + heap.ramBytes()
                                + " (peak heap " + peak + ", static data " + (fixed == null ? "not known" : fixed)
                                + "), the profile wants " + wanted);
    }

    private static Result noBoot(RunState run) {
        if (run.isGarbage()) {
            return new Result(
                    Outcome.BENCH_FAULT,
                    Stage.SERIAL,
                    "bench",
                    "the " + run.bytesSinceReset() + " bytes after the reset are no text, as when a line is read at "
                            + "another speed than it is sent; check the baud rate (serial.baud: 9600, later firmware 115200)");
        }
        String reason = run.bytesSinceReset() == 0
                ? "reset not seen: not one byte came after it; check the reset means, the port and the board's power"
                : "reset not seen: " + run.bytesSinceReset()
                        + " bytes came, but no boot banner; check the baud rate, or the old program simply went on";
        return new Result(Outcome.BENCH_FAULT, Stage.RESET, "bench", reason);
    }

    private static Result clean(RunState run, List<Finding> findings) {
        Finding unseen = findings.stream()
                .filter(it -> it.verdict() == Verdict.UNSEEN)
                .findFirst()
                .orElse(null);
        if (unseen != null) {
            Long stalled = run.stalledSeconds(unseen);
            if (stalled != null) {
                return stalled(stalled, unseen.step() + ": " + unseen.reason());
            }
            return new Result(
                    Outcome.INCONCLUSIVE, Steps.stage(unseen.step()), "bench", unseen.step() + ": " + unseen.reason());
        }
        boolean matched = findings.stream()
                .anyMatch(it -> it.verdict() == Verdict.CONFIRMED
                        && (it.step().endsWith(".publish") || Steps.HTTPS_STEPS.contains(it.step())));
        if (!matched) {
            return new Result(
                    Outcome.INCONCLUSIVE, null, "bench", "nothing the device claimed could be matched with the cloud");
        }
        long confirmed = findings.stream()
                .filter(it -> it.verdict() == Verdict.CONFIRMED)
                .count();
        return new Result(
                Outcome.PASS,
                null,
                null,
                confirmed + " claims confirmed, " + (findings.size() - confirmed) + " not checkable from the host");
    }
}
