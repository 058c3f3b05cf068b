package org.numakerbench.crosscheck;

import org.numakerbench.crosscheck.measure.RunMeasurements;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.uart.Claim;

/**
 * A run beside its findings, as the log tells it entry by entry.
 *
 * @param course what the bench did, what ended the run
 * @param progress how far the device came
 * @param failure what went wrong first on the device, or between device and cloud
 * @param measured heap and timings as they are so far
 * @param figures what has a history
 * @param promises what its description says that the device does
 */
record RunState(
        RunCourse course,
        DeviceProgress progress,
        FirstFailure failure,
        Measurements measured,
        RunMeasurements figures,
        Promises promises,
        RunNotes notes) {
    /** @param host when it let nothing run */
    RunState(HostLags host) {
        this(
                new RunCourse(host),
                new DeviceProgress(),
                new FirstFailure(),
                new Measurements(),
                new RunMeasurements(),
                new Promises(),
                new RunNotes());
    }

    void accept(EvidenceEntry entry) {
        course.accept(entry);
        progress.accept(entry.fact());
        measured.accept(entry);
        figures.accept(entry);
        promises.accept(entry);
        notes.accept(entry);
        if (entry.fact() instanceof Fact.PortReopened it && progress.booted()) {
            failure.portBack(entry.seq());
            notes.portBack(entry.seq(), it);
        }
    }

    /** Follows the device's words as they are heard, before they are judged. */
    void heard(Claim claim) {
        progress.heard(claim);
        measured.heard(claim);
    }

    /** What was heard so far was an older run's. */
    void oldRunForgotten() {
        progress.oldRunForgotten();
        failure.forget();
        notes.oldRunForgotten();
    }
}
