package org.numakerbench.crosscheck.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.crosscheck.timeline.Timeline;
import org.numakerbench.evidence.RunContext;

/** The claims of a run as they come in and are settled. Rules see it as a {@link RunView}, which can only be read. */
public final class Hearing {
    final RunContext context;
    final HostLags host;
    final Timeline timeline;
    final List<PendingClaim> heard = new ArrayList<>();
    /** Entry of each boot's first claim of the HTTPS test. */
    final Map<Integer, Long> firstHttps = new HashMap<>();

    @Nullable
    Long resetSeq;

    long resetNanos;
    boolean closed;
    boolean throughLink;
    long closedNanos;

    private final RunView view = new RunView(this);

    /** @param host when it let nothing run */
    public Hearing(RunContext context, Timeline timeline, HostLags host) {
        this.context = context;
        this.timeline = timeline;
        this.host = host;
    }

    public RunView view() {
        return view;
    }

    /** The bench has asked for a reset. */
    public void resetAt(long seq, long nanos) {
        resetSeq = seq;
        resetNanos = nanos;
    }

    /** The device reaches the endpoint through a link of the bench's, which has a port of its own. */
    public void throughLink() {
        throughLink = true;
    }

    /** No more evidence will come. */
    public void closeAt(long nanos) {
        closed = true;
        closedNanos = nanos;
    }

    /** The next claim in wire order. */
    public void hear(PendingClaim claim) {
        claim.place(heard.size());
        heard.add(claim);
        if (claim.step().isHttps()) {
            firstHttps.putIfAbsent(claim.boot(), claim.seq());
        }
    }

    /** What was heard was an older run's. */
    public void forget() {
        heard.clear();
        firstHttps.clear();
        timeline.forgetWire();
    }

    /**
     * What was said before this boot was an older run's: claims from it on are heard anew, as one boot less.
     *
     * @param boot the first that is not forgotten
     * @return they, in wire order
     */
    public List<PendingClaim> forgetBefore(int boot) {
        List<PendingClaim> kept = heard.stream().filter(it -> it.boot() >= boot).toList();
        PendingClaim banner = kept.get(0);
        heard.clear();
        firstHttps.clear();
        timeline.forgetBefore(banner.claim(), banner.seq());
        kept.forEach(it -> hear(it.ofBoot(it.boot() - boot + 1)));
        return List.copyOf(heard);
    }

    /** Settles a claim, once: what its ruling used is evidence for no other. */
    public void settle(PendingClaim claim, Settled ruling) {
        claim.settle(ruling);
        ruling.uses().forEach(timeline::use);
    }
}
