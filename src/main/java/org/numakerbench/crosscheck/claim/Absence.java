package org.numakerbench.crosscheck.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.crosscheck.timeline.LineIntegrity.Gap;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;

/** When nothing was seen of what a claim tells. */
public final class Absence {
    private Absence() {}

    /**
     * The ruling when nothing confirms a claim: refuted only if the witness was provably awake and allowed to look.
     *
     * @param expected what would have been seen, for a person
     */
    public static Settled ruling(RunView run, PendingClaim of, Purpose purpose, String expected, String allow) {
        if (run.awakeFor(of) && !Boolean.TRUE.equals(run.witness().granted(purpose))) {
            return Ruling.settled(
                    Verdict.UNCHECKABLE, "the cloud refuses the witness this view; allow it " + allow, of.seq());
        }
        Settled absent = ofWatched(run, of, expected);
        boolean lifecycle = purpose == Purpose.PRESENCE || purpose == Purpose.SUBSCRIPTIONS;
        return absent.verdict() == Verdict.REFUTED
                        && lifecycle
                        && !run.witness().lifecycleFlows()
                ? Ruling.settled(
                        Verdict.UNCHECKABLE, "no lifecycle events reach the witness; allow it " + allow, of.seq())
                : absent;
    }

    /**
     * The same, of what a filter that the witness was granted takes in.
     *
     * @param expected what would have been seen, for a person
     */
    public static Settled ofWatched(RunView run, PendingClaim of, String expected) {
        if (!run.awakeFor(of)) {
            return asleep(run, of);
        }
        Gap lost = run.textLostBefore(of);
        if (lost != null) {
            return Ruling.settled(
                    Verdict.UNSEEN,
                    "the witness was awake and saw no " + expected + ", but " + lost.twoHalves(),
                    entries(of.seq(), lost.seq()));
        }
        if (run.cloud().leftOut() > 0) {
            return Ruling.settled(
                    Verdict.UNSEEN, "no " + expected + " among what is compared; " + run.flood(), of.seq());
        }
        return Ruling.settled(
                Verdict.REFUTED,
                "the witness was awake and saw no " + expected,
                entries(of.seq(), run.witness().canarySeq()));
    }

    /**
     * The ruling for what happens where the witness does not look; empty when it does.
     *
     * @param topic a topic, or a filter of the device
     */
    public static Optional<Settled> unwatched(RunView run, PendingClaim of, String topic) {
        return run.witness().covers(topic)
                ? Optional.empty()
                : Optional.of(Ruling.settled(
                        Verdict.UNCHECKABLE,
                        "none of the witness's filters takes in " + topic
                                + "; to check it, name a filter that does in the profile (identity.topicFilter)",
                        of.seq()));
    }

    private static Settled asleep(RunView run, PendingClaim of) {
        List<Long> evidence = new ArrayList<>(run.witness().stalls(run.earliest(of), of.nanos()));
        String why;
        Long stalled = run.host().seconds(evidence);
        if (stalled != null) {
            why = HostLags.stalled(stalled) + " around this claim, and the witness with it";
        } else if (run.witness().lostSeq() != null) {
            why = "the witness lost its connection (entry " + run.witness().lostSeq() + ")";
            evidence.add(run.witness().lostSeq());
        } else {
            why = "no canary of the witness came back around this claim";
            Long sent = run.witness().waitingSinceNanos();
            if (sent != null && run.host().explainsSeconds(sent, run.closedNanos()) != null) {
                evidence.addAll(run.host().between(sent, run.closedNanos()));
            }
        }
        evidence.add(of.seq());
        return new Settled(Verdict.UNSEEN, "no evidence: " + why, evidence);
    }

    private static Long[] entries(long seq, @Nullable Long more) {
        return more == null || more == 0 ? new Long[] {seq} : new Long[] {seq, more};
    }
}
