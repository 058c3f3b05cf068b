package org.numakerbench.crosscheck;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Failure;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.model.StepTable;
import org.numakerbench.model.Verdict;

/**
 * From findings to the outcome of a run. The bench's own failures come first, then the cloud's; of the device's troubles
 * the first in wire order names the outcome, for the later ones follow from it. What only ran out of time while this host
 * was stalled is the bench's.
 */
final class Triage {
    /** @param failure null for a pass */
    record Result(Outcome outcome, @Nullable Failure failure) {}

    private Triage() {}

    static Result of(RunState run, List<Finding> findings) {
        Fact.BenchFailed bench = run.course().benchFailure();
        if (bench != null) {
            Long stalled = run.course().benchStalledSeconds();
            return stalled != null
                    ? stalled(stalled, bench.cause())
                    : bench(bench.stage(), bench.codeOrStage(), bench.cause() + "; " + bench.remedy());
        }
        if (run.course().interrupted() != null || !run.course().ended()) {
            String why = run.course().interrupted() == null
                    ? "the log has no end"
                    : run.course().interrupted();
            return bench(Stage.RECORD, FailureCode.INTERRUPTED, "interrupted: " + why);
        }
        Fact.WitnessFailed witness = run.course().witnessFailure();
        if (witness != null) {
            Long stalled = run.course().witnessStalledSeconds();
            if (stalled != null) {
                return stalled(stalled, witness.reason());
            }
            return new Result(
                    witness.owner() == Owner.CLOUD ? Outcome.CLOUD_FAULT : Outcome.BENCH_FAULT,
                    new Failure(
                            witness.owner(),
                            Stage.MQTT,
                            Objects.requireNonNullElse(witness.code(), FailureCode.WITNESS_FAILED),
                            witness.reason() + "; " + witness.remedy()));
        }
        if (!run.progress().booted()) {
            Long stalled = run.course().limitStalledSeconds();
            return stalled != null && !run.progress().isGarbage() ? stalled(stalled, "no boot banner") : noBoot(run);
        }
        Result trouble = run.failure().result();
        Long unheard = run.failure().isHang() ? run.course().limitStalledSeconds() : null;
        if (trouble != null && unheard != null) {
            return stalled(unheard, trouble.failure().text());
        }
        if (trouble != null
                && trouble.outcome() == Outcome.DEVICE_FAIL
                && run.course().witnessLostSeq() != null) {
            Long stalled = run.course().witnessLostStalledSeconds();
            if (stalled != null) {
                return stalled(stalled, trouble.failure().text());
            }
            return inconclusive(
                    Owner.CLOUD,
                    trouble.failure().stage(),
                    FailureCode.ENDPOINT_LOST,
                    trouble.failure().text() + "; but the host lost the endpoint too (entry "
                            + run.course().witnessLostSeq() + "), so device and cloud cannot be told apart");
        }
        if (trouble != null) {
            return trouble;
        }
        Result tight = headroom(run);
        return tight == null ? clean(run, findings) : tight;
    }

    /** Always in the same words, so that a night sees one cause in all its runs. */
    private static Result stalled(long seconds, String meanwhile) {
        return bench(
                Stage.HOST,
                FailureCode.HOST_STALLED,
                HostLags.stalled(seconds) + " and cannot tell whose fault it is: " + meanwhile
                        + "; give it less to do, and run again");
    }

    /** Without a MAP file static data is not known; what the heap alone leaves is then the most there can be. */
    private static @Nullable Result headroom(RunState run) {
        Judgement.Heap heap = run.measured().heap();
        Long wanted = run.measured().minHeadroomBytes();
        Long peak = heap.maxBytes();
        if (wanted == null || peak == null) {
            return null;
        }
        Long fixed = heap.staticBytes();
        long left = heap.ramBytes() - peak - (fixed == null ? 0 : fixed);
        return left >= wanted
                ? null
                : device(
                        Outcome.DEVICE_FAIL,
                        Stage.HEAP,
                        FailureCode.HEAP_SMALL,
                        "headroom is " + (fixed == null ? "at most " : "") + left + " bytes of " + heap.ramBytes()
                                + " (peak heap " + peak + ", static data " + (fixed == null ? "not known" : fixed)
                                + "), the profile wants " + wanted);
    }

    private static Result noBoot(RunState run) {
        if (run.progress().isGarbage()) {
            return bench(
                    Stage.SERIAL,
                    FailureCode.PORT_UNREADABLE,
                    "the " + run.progress().bytes() + " bytes after the reset are no text, as when a line is read at "
                            + "another speed than it is sent; check the baud rate (serial.baud: 9600, later firmware 115200)");
        }
        boolean silent = run.progress().bytes() == 0;
        String reason = silent
                ? "reset not seen: not one byte came after it; check the reset means, the port and the board's power"
                : "reset not seen: " + run.progress().bytes()
                        + " bytes came, but no boot banner; check the baud rate, or the old program simply went on";
        return bench(Stage.RESET, silent ? FailureCode.NO_OUTPUT : FailureCode.NO_BANNER, reason);
    }

    private static Result clean(RunState run, List<Finding> findings) {
        Finding unseen = findings.stream()
                .filter(it -> it.verdict() == Verdict.UNSEEN)
                .findFirst()
                .orElse(null);
        if (unseen != null) {
            Long stalled = run.course().stalledSeconds(unseen);
            if (stalled != null) {
                return stalled(stalled, unseen.step() + ": " + unseen.reason());
            }
            return inconclusive(
                    Owner.BENCH,
                    StepTable.FIRMWARE.named(unseen.step()).stage(),
                    FailureCode.UNSEEN,
                    unseen.step() + ": " + unseen.reason());
        }
        boolean matched = findings.stream()
                .anyMatch(it -> it.verdict() == Verdict.CONFIRMED
                        && StepTable.FIRMWARE.named(it.step()).sends());
        return matched
                ? new Result(Outcome.PASS, null)
                : inconclusive(
                        Owner.BENCH,
                        null,
                        FailureCode.NOTHING_MATCHED,
                        "nothing the device claimed could be matched with the cloud");
    }

    /** The bench is at fault. */
    static Result bench(Stage stage, FailureCode code, String text) {
        return new Result(Outcome.BENCH_FAULT, new Failure(Owner.BENCH, stage, code, text));
    }

    /** The device is, or it and the cloud disagree. */
    static Result device(Outcome outcome, Stage stage, FailureCode code, String text) {
        return new Result(outcome, new Failure(Owner.DEVICE, stage, code, text));
    }

    private static Result inconclusive(Owner owner, @Nullable Stage stage, FailureCode code, String text) {
        return new Result(Outcome.INCONCLUSIVE, new Failure(owner, stage, code, text));
    }
}
