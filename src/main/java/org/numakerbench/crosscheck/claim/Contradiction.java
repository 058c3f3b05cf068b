package org.numakerbench.crosscheck.claim;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.crosscheck.timeline.LineIntegrity.Gap;
import org.numakerbench.model.Verdict;

/** When something else was seen than what a claim tells. */
public final class Contradiction {
    private Contradiction() {}

    /**
     * The ruling for a claim that contradicts what was seen: a few bytes apart on a damaged wire nobody can know; else it
     * is refuted.
     *
     * @param said the contradicting part of the claim
     * @param seen what it should have been; the nearest when there are several
     */
    public static Settled ruling(
            RunView run, PendingClaim of, String said, List<String> seen, String reason, Long... evidence) {
        boolean few = seen.stream().anyMatch(it -> LineIntegrity.nearlyEqual(said, it));
        if (few && !run.wire().isGarbled() && seen.stream().anyMatch(it -> WrongByte.explains(run, of, said, it))) {
            return wrongByte(reason, evidence);
        }
        return ruling(run, of, few ? said : null, reason, evidence);
    }

    private static Settled wrongByte(String reason, Long... evidence) {
        return Ruling.settled(
                Verdict.UNSEEN,
                reason
                        + ", but only one byte differs, in a word that the device prints right elsewhere and wrong nowhere"
                        + " else: the wire changed it",
                evidence);
    }

    /**
     * The same, the texts having been compared.
     *
     * @param nearly the contradicting part when it is only a few bytes apart; null when it is more
     */
    public static Settled ruling(
            RunView run, PendingClaim of, @Nullable String nearly, String reason, Long... evidence) {
        Gap lost = run.textLostBefore(of);
        if (lost != null) {
            return Ruling.settled(
                    Verdict.UNSEEN,
                    reason + ", but " + lost.twoHalves(),
                    Stream.concat(Stream.of(evidence), Stream.of(lost.seq())).toArray(Long[]::new));
        }
        if (run.cloud().leftOut() > 0) {
            return Ruling.settled(Verdict.UNSEEN, reason + ", but " + run.flood(), evidence);
        }
        if (nearly != null && (run.wire().isGarbled() || LineIntegrity.hasForeignBytes(nearly))) {
            String where = run.wire().isGarbled()
                    ? "; the wire was damaged at " + run.wire().describe()
                    : "";
            return Ruling.settled(
                    Verdict.UNSEEN, reason + ", but only a few bytes differ and bytes were damaged" + where, evidence);
        }
        return Ruling.settled(Verdict.REFUTED, reason, evidence);
    }
}
