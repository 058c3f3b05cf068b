package org.numakerbench.crosscheck;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Failure;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;
import org.numakerbench.text.Figures;

/**
 * What a log, read up to some entry, says of its run.
 *
 * @param findings settled ones, claims in wire order, unclaimed events last; grows while a log is read, but that
 *     of an older run goes once it is known to be one's
 * @param open claims that still wait for evidence
 * @param outcome of the run so far; a log without an end is {@link Outcome#BENCH_FAULT}, interrupted
 * @param failure why it is no pass; null for a pass
 * @param measurements all figures that have a history; empty while the log has no end
 * @param wire what is made of the lines of the capture; null while the log has no end
 * @param notes remarks that are no findings (garbage before the banner, a second certificate, ...)
 */
public record Judgement(
        List<Finding> findings,
        List<OpenClaim> open,
        Outcome outcome,
        @Nullable Failure failure,
        Heap heap,
        Timings timings,
        List<Measurement> measurements,
        @Nullable Wire wire,
        List<String> notes) {
    public Judgement {
        findings = List.copyOf(findings);
        open = List.copyOf(open);
        measurements = List.copyOf(measurements);
        notes = List.copyOf(notes);
    }

    /** Where it went wrong; null for a pass, and when it was nowhere in particular. */
    public @Nullable Stage stage() {
        return failure == null ? null : failure.stage();
    }

    /** Who has to act; null for a pass. */
    public @Nullable Owner owner() {
        return failure == null ? null : failure.owner();
    }

    /** What it came to, in a sentence to a person. */
    public String reason() {
        if (failure != null) {
            return failure.text();
        }
        long confirmed = findings.stream()
                .filter(it -> it.verdict() == Verdict.CONFIRMED)
                .count();
        return Figures.count(confirmed, "claim") + " confirmed, " + (findings.size() - confirmed)
                + " not checkable from the host";
    }

    /** A claim not yet judged. */
    public record OpenClaim(String step, String claim, int line) {}

    /** Heap figures of the device, in bytes; null where it gave none, and where its target's RAM is not known. */
    public record Heap(
            @Nullable Long currentBytes,
            @Nullable Long maxBytes,
            @Nullable Long staticBytes,
            @Nullable Long totalBytes,
            @Nullable Long ramBytes) {}

    /** Milliseconds, from the log's monotonic time; null where an end is missing. */
    public record Timings(
            @Nullable Long flashMs,
            @Nullable Long resetToFirstByteMs,
            @Nullable Long uartMs,
            @Nullable Long lastByteToReportMs) {}

    /**
     * Lines of the capture since the reset, by what is made of them.
     *
     * @param judged held against what the bench saw
     * @param consistent checked against other bytes of the capture
     * @param neutral without a claim
     * @param notUnderstood none of the firmware's
     * @param missing lines that had to come and did not; they are in none of the other numbers
     * @param until the last line that is judged; behind it stand later loops of firmware that tests for ever
     */
    public record Wire(int lines, int judged, int consistent, int neutral, int notUnderstood, int missing, int until) {
        /** In one line to a person. */
        public String words() {
            return judged + " of " + Figures.count(lines, "line") + " judged, " + consistent + " consistent, " + neutral
                    + " neutral, " + notUnderstood + " not understood, " + missing + " missing";
        }
    }
}
