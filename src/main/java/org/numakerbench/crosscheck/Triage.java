package org.numakerbench.crosscheck;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.cause.Diagnosis;
import org.numakerbench.crosscheck.cause.Explained;
import org.numakerbench.crosscheck.cause.Trouble;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.model.Failure;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Breach;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.model.StepTable;
import org.numakerbench.model.Verdict;
import org.numakerbench.text.Figures;

/**
 * From findings to the outcome of a run. The bench's own failures come first, then the cloud's; of the device's troubles
 * the first in wire order names the outcome, for the later ones follow from it. What only ran out of time while this host
 * was stalled is the bench's.
 */
final class Triage {
    /** @param failure null for a pass */
    record Result(Outcome outcome, @Nullable Failure failure) {}

    private Triage() {}

    /** @param view claims and what was seen; null before the first entry */
    static Result of(RunState run, @Nullable RunView view, List<Finding> findings, List<Measurement> measurements) {
        Fact.BenchFailed bench = run.course().benchFailure();
        if (bench != null) {
            Long stalled = run.course().benchStalledSeconds();
            return stalled != null
                    ? stalled(stalled, bench.cause())
                    : new Result(
                            Outcome.BENCH_FAULT,
                            new Failure(
                                    Owner.BENCH,
                                    bench.stage(),
                                    bench.codeOrStage(),
                                    bench.cause() + "; " + bench.remedy()));
        }
        if (run.course().interrupted() != null || !run.course().ended()) {
            String why = run.course().interrupted() == null
                    ? "the log has no end"
                    : run.course().interrupted();
            return result(Trouble.of(Diagnosis.INTERRUPTED, Stage.RECORD, why));
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
        Trouble trouble = run.failure().trouble();
        Long unheard = run.failure().isHang() ? run.course().limitStalledSeconds() : null;
        if (trouble != null && unheard != null) {
            return stalled(unheard, trouble.text());
        }
        trouble = trouble == null || view == null
                ? trouble
                : Explained.of(trouble, view, run.failure().gaveUp());
        trouble = orBroken(run, view, trouble);
        Long lost = run.course().witnessLostSeq();
        if (trouble != null && lost != null && isDevices(trouble.diagnosis())) {
            Long stalled = run.course().witnessLostStalledSeconds();
            return stalled != null
                    ? stalled(stalled, trouble.text())
                    : result(Trouble.of(Diagnosis.ENDPOINT_LOST, trouble.stage(), trouble.text(), lost));
        }
        Long disturbed = run.course().linkFaultSeq();
        if (trouble != null && disturbed != null && mayComeOfTheLink(trouble, disturbed)) {
            return result(Trouble.of(Diagnosis.LINK_DISTURBED, trouble.stage(), trouble.text(), disturbed));
        }
        if (trouble != null) {
            return result(trouble);
        }
        Trouble tight = headroom(run);
        Trouble beyond = tight == null ? outOfLimits(measurements) : tight;
        Trouble other =
                beyond == null && view != null ? Explained.ofThirdParty(view).orElse(null) : beyond;
        return other == null ? clean(run, view, findings) : result(other);
    }

    /** What was expected of the device, where that went wrong ahead of everything else, and nobody else is to blame. */
    private static @Nullable Trouble orBroken(RunState run, @Nullable RunView view, @Nullable Trouble trouble) {
        Trouble broken = run.promises().broken();
        if (broken == null || view == null) {
            return trouble;
        } else if (trouble == null) {
            return Explained.ofThirdParty(view).orElse(broken);
        }
        PendingClaim by = broken.claim();
        PendingClaim other = trouble.claim();
        boolean first = by != null && (other == null || by.seq() < other.seq());
        return first && isDevices(trouble.diagnosis()) ? broken : trouble;
    }

    private static boolean isDevices(Diagnosis diagnosis) {
        return diagnosis.outcome() == Outcome.DEVICE_FAIL && diagnosis.owner() == Owner.DEVICE;
    }

    private static boolean mayComeOfTheLink(Trouble trouble, long disturbed) {
        Diagnosis diagnosis = trouble.diagnosis();
        boolean before = trouble.claim() != null && trouble.claim().seq() < disturbed;
        return !before
                && diagnosis.owner() == Owner.DEVICE
                && diagnosis != Diagnosis.CRASH
                && diagnosis != Diagnosis.RESTART;
    }

    private static Result result(Trouble trouble) {
        Diagnosis what = trouble.diagnosis();
        return new Result(what.outcome(), new Failure(what.owner(), trouble.stage(), what.code(), trouble.text()));
    }

    /** Always in the same words, so that a night sees one cause in all its runs. */
    private static Result stalled(long seconds, String meanwhile) {
        return result(Trouble.of(Diagnosis.HOST_STALLED, Stage.HOST, seconds, meanwhile));
    }

    /** Without a MAP file static data is not known; what the heap alone leaves is then the most there can be. */
    private static @Nullable Trouble headroom(RunState run) {
        Judgement.Heap heap = run.measured().heap();
        Long wanted = run.measured().minHeadroomBytes();
        Long peak = heap.maxBytes();
        Long ram = heap.ramBytes();
        if (wanted == null || peak == null || ram == null) {
            return null;
        }
        Long fixed = heap.staticBytes();
        long left = ram - peak - (fixed == null ? 0 : fixed);
        return left >= wanted
                ? null
                : Trouble.of(
                        Diagnosis.HEAP_SMALL,
                        Stage.HEAP,
                        (fixed == null ? "at most " : "") + left + " bytes of " + ram + " (peak heap " + peak
                                + ", static data " + (fixed == null ? "not known" : fixed) + "), the profile wants "
                                + wanted);
    }

    /** The first in the run's course. */
    private static @Nullable Trouble outOfLimits(List<Measurement> measurements) {
        for (Measurement it : measurements) {
            Breach breach = it.breach().orElse(null);
            if (breach != null) {
                String step = it.step();
                return Trouble.of(
                        Diagnosis.OUT_OF_LIMITS,
                        stage(step),
                        it.name() + (step == null ? "" : " of step " + step) + " is "
                                + Figures.with(it.unit(), breach.value()),
                        (breach.above() ? "more than " : "less than ") + Figures.with(it.unit(), breach.limit()));
            }
        }
        return null;
    }

    private static @Nullable Stage stage(@Nullable String step) {
        return step == null ? null : StepTable.FIRMWARE.of(step).stage();
    }

    private static Result noBoot(RunState run) {
        long bytes = run.progress().bytes();
        if (run.progress().isGarbage()) {
            return result(Trouble.of(Diagnosis.PORT_UNREADABLE, Stage.SERIAL, bytes));
        }
        Fact.LimitExpired limit = run.course().limit();
        if (run.progress().provisioning() && limit != null) {
            return result(Trouble.of(
                    Diagnosis.HANG,
                    Stage.BOOT,
                    "its provisioning: no boot banner for " + limit.limitMs() + " ms (limits."
                            + limit.limit().word() + ")"));
        }
        return bytes == 0
                ? result(Trouble.of(Diagnosis.NO_OUTPUT, Stage.RESET))
                : result(Trouble.of(Diagnosis.NO_BANNER, Stage.RESET, bytes));
    }

    /** Nothing that this firmware says can be seen in the cloud: what is expected of it is all there is. */
    private static boolean isOfItsOwn(RunView view) {
        FirmwareDescription firmware = view.context().firmware();
        return firmware != null && !firmware.hasEvidenceInTheCloud();
    }

    private static Result clean(RunState run, @Nullable RunView view, List<Finding> findings) {
        Finding unseen = findings.stream()
                .filter(it -> it.verdict() == Verdict.UNSEEN)
                .findFirst()
                .orElse(null);
        if (unseen != null) {
            String words = unseen.step() + ": " + unseen.reason();
            Long stalled = run.course().stalledSeconds(unseen);
            return stalled != null
                    ? stalled(stalled, words)
                    : result(Trouble.of(
                            Diagnosis.UNSEEN,
                            StepTable.FIRMWARE.of(unseen.step()).stage(),
                            words));
        }
        List<Finding> promised = run.promises().findings();
        boolean matched = findings.stream()
                        .filter(it -> !promised.contains(it))
                        .anyMatch(it -> it.verdict() == Verdict.CONFIRMED
                                && StepTable.FIRMWARE.of(it.step()).sends())
                || view != null && isOfItsOwn(view) && run.promises().isAnyKept();
        return matched ? new Result(Outcome.PASS, null) : result(Trouble.of(Diagnosis.NOTHING_MATCHED, null));
    }
}
