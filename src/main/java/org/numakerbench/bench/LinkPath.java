package org.numakerbench.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.numakerbench.evidence.Fact;
import org.numakerbench.run.FaultyPath;
import org.numakerbench.sim.net.FaultKind;
import org.numakerbench.sim.net.FaultPattern;
import org.numakerbench.sim.net.FaultPlan;
import org.numakerbench.sim.net.FaultSchedule;
import org.numakerbench.sim.net.FaultyLink;
import org.numakerbench.sim.net.LinkEvent;
import org.numakerbench.tune.experiment.Experiment.Faults;

/** A faulty link as the bench uses it: everything it plans and does becomes a fact of the run. */
public final class LinkPath implements FaultyPath, AutoCloseable {
    private static final Consumer<Fact> NOBODY = fact -> {};

    private final Optional<Faults> faults;
    private final FaultyLink link;
    private volatile Consumer<Fact> record = NOBODY;

    /**
     * @param listen where the board's connections come in
     * @throws IOException when nobody can listen there
     */
    LinkPath(InetSocketAddress listen, String host, int port, Optional<Faults> faults) throws IOException {
        this.faults = faults;
        this.link = FaultyLink.open(listen, host, port, FaultSchedule.NONE, event -> record.accept(fact(event)));
    }

    FaultyLink link() {
        return link;
    }

    @Override
    public void begin(long seed, Consumer<Fact> to) {
        record = to;
        if (faults.isPresent()) {
            Faults planned = faults.get();
            to.accept(new Fact.FaultsPlanned(
                    seed,
                    planned.every(),
                    planned.patterns().stream().map(Object::toString).toList()));
            link.schedule(new FaultSchedule(seed, planned.every(), patterns(planned)));
        }
    }

    @Override
    public void end() {
        link.schedule(FaultSchedule.NONE);
        record = NOBODY;
    }

    /** The experiment's patterns as the link wants them. */
    public static List<FaultPattern> patterns(Faults faults) {
        return faults.patterns().stream()
                .map(it -> new FaultPattern(
                        kind(it.kind()),
                        it.share(),
                        it.fromBytes(),
                        it.toBytes(),
                        it.fromMs(),
                        it.toMs(),
                        it.bytesPerSecond()))
                .toList();
    }

    private static FaultKind kind(String word) {
        for (FaultKind kind : FaultKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such fault: " + word);
    }

    private static Fact fact(LinkEvent event) {
        if (event instanceof LinkEvent.Opened it) {
            return new Fact.LinkOpened(it.connection(), it.client());
        } else if (event instanceof LinkEvent.FaultStarted it) {
            return new Fact.LinkFaultBegan(
                    it.connection(), it.plan().kind().word(), words(it.plan()), it.upBytes(), it.downBytes());
        } else if (event instanceof LinkEvent.FaultEnded it) {
            return new Fact.LinkFaultEnded(it.connection(), it.upBytes(), it.downBytes());
        }
        LinkEvent.Closed it = (LinkEvent.Closed) event;
        return new Fact.LinkClosed(it.connection(), it.how(), it.upBytes(), it.downBytes());
    }

    /** {@code stall of 2500 ms after 812 bytes}. */
    public static String words(FaultPlan plan) {
        return plan.kind().word()
                + (plan.durationMs() > 0 ? " of " + plan.durationMs() + " ms" : "")
                + (plan.bytesPerSecond() > 0 ? " to " + plan.bytesPerSecond() + " bytes/s" : "")
                + " after " + plan.afterBytes() + " bytes";
    }

    @Override
    public void close() {
        record = NOBODY;
        link.close();
    }
}
