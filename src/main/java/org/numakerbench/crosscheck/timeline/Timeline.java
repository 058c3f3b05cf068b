package org.numakerbench.crosscheck.timeline;

import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.uart.Claim;

/** All that the bench saw of a run. Whoever has it writes; its parts, for themselves, can only be read. */
public final class Timeline {
    private final CloudTimeline cloud;
    private final WitnessLiveness witness = new WitnessLiveness();
    private final LineIntegrity wire = new LineIntegrity();
    private final OwnAnswers answers = new OwnAnswers();

    /** @param deviceClientId MQTT client ID of the device */
    public Timeline(String deviceClientId) {
        cloud = new CloudTimeline(deviceClientId);
    }

    public CloudTimeline cloud() {
        return cloud;
    }

    public WitnessLiveness witness() {
        return witness;
    }

    public LineIntegrity wire() {
        return wire;
    }

    public OwnAnswers answers() {
        return answers;
    }

    /**
     * Reads one entry.
     *
     * @return whether it may confirm a claim, or contradict one
     */
    public boolean accept(EvidenceEntry entry) {
        witness.accept(entry);
        answers.accept(entry);
        return cloud.accept(entry);
    }

    /** Reads one claim made after the boot banner. */
    public void accept(Claim claim) {
        wire.accept(claim);
    }

    /** After the boot banner: what the device says may have been lost until this entry. */
    public void mayLoseText(EvidenceEntry entry) {
        if (entry.fact() instanceof Fact.PortReopened) {
            wire.gap(entry.seq());
        } else if (entry.fact() instanceof Fact.HostLag it && HostLags.mayLose(it)) {
            wire.stall(entry.seq(), it);
        } else if (entry.fact() instanceof Fact.LineErrors it) {
            wire.count(entry.seq(), it);
        }
    }

    /** The board has booted; see {@link CloudTimeline#boot}. */
    public void boot(long doneSeq) {
        cloud.boot(doneSeq);
    }

    /** What the wire carried before this claim, made at this entry, was an older run's, and so was what any claim rested on. */
    public void forgetBefore(Claim banner, long seq) {
        wire.clearBefore(banner, seq);
        cloud.releaseAll();
    }

    /**
     * The device goes on with what is not judged: what belongs to a session beyond these is no evidence.
     *
     * @param sessions that the device made so far; null when it makes none
     */
    public void lastLoopOver(@Nullable Integer sessions) {
        if (sessions == null) {
            cloud.close();
        } else {
            cloud.endAfter(sessions);
        }
    }

    /** Nothing that comes now is evidence. */
    public void close() {
        cloud.close();
    }

    /** What the wire carried was an older run's. */
    public void forgetWire() {
        wire.clear();
    }

    /** A ruling rests on this observation. */
    public void use(Use use) {
        cloud.use(use);
    }
}
