package org.numakerbench.run.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Step;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.StepTable;
import org.numakerbench.run.loop.DeviceLoop.Cause;
import org.numakerbench.run.loop.DeviceLoop.DriverLine;
import org.numakerbench.run.loop.DeviceLoop.Failure;
import org.numakerbench.run.loop.DeviceLoop.LinkFault;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.UartParser;

/**
 * A fold over the evidence log that gives loop after loop. A loop begins where the firmware says {@code Connecting with}
 * its first phase's port, and is over where the next begins. Its memory does not grow with the number of loops.
 */
public final class LoopReader {
    /** The port tells of a new connection at once; the line before it comes through the UART. */
    private static final long LINK_AHEAD_NANOS = 100_000_000L;
    /** How long the cloud may take to show what a loop did that is over: AWS IoT delivers in well under a second. */
    private static final long CLOUD_NANOS = 3_000_000_000L;

    private static final StepTable TABLE = StepTable.FIRMWARE;
    private static final List<Step> PHASES = TABLE.all(Action.PHASE);
    private static final int REQUESTS =
            TABLE.all(Action.POST).size() + TABLE.all(Action.REST).size();

    private static final Step BOOT = TABLE.first(Action.BOOT);

    private final List<DeviceLoop> closed = new ArrayList<>();
    private final Map<Long, Opened> connections = new LinkedHashMap<>();
    private UartParser parser = new UartParser();
    private @Nullable RunContext context;
    private @Nullable Open open;
    private @Nullable Open settling;
    private boolean listening;
    private boolean awake;
    private int number;
    private int boot;
    private @Nullable Long firstPort;
    private @Nullable Integer chain;
    private final HostLags host = new HostLags();
    private long heardNanos;
    private @Nullable Long stalledSeconds;

    private static final class Opened {
        final long nanos;

        @Nullable
        LinkFault fault;

        Opened(long nanos) {
            this.nanos = nanos;
        }
    }

    /** A loop that is not over, or whose evidence is not complete. */
    private static final class Open {
        final int number;
        final int boot;
        final long startNanos;
        long endNanos = Long.MAX_VALUE;

        @Nullable
        Failure failure;

        boolean hung;
        boolean restarted;
        boolean witnessed = true;
        int phaseEnds;
        int stepEnds;
        final Map<String, Integer> seen = new HashMap<>();
        final List<DriverLine> driver = new ArrayList<>();
        final List<LinkFault> faults = new ArrayList<>();

        Open(int number, int boot, long startNanos) {
            this.number = number;
            this.boot = boot;
            this.startNanos = startNanos;
        }
    }

    /** Reads the next entry of the log. */
    public void accept(EvidenceEntry entry) {
        Fact fact = entry.fact();
        host.accept(entry);
        if (fact instanceof Fact.RunStarted it) {
            context = it.context();
        } else if (fact instanceof Fact.ResetIssued) {
            closeAll(entry, false);
            parser = new UartParser();
            listening = true;
            heardNanos = entry.monoNanos();
            stalledSeconds = null;
            firstPort = null;
            chain = null;
            connections.clear();
        } else if (fact instanceof Fact.UartReceived it && listening) {
            heardNanos = entry.monoNanos();
            parser.accept(it.bytes()).forEach(claim -> hear(claim, entry));
        } else if (fact instanceof Fact.LimitExpired it && it.limit().isOfSilence()) {
            parser.end().forEach(claim -> hear(claim, entry));
            listening = false;
            stalledSeconds = host.explainsSilenceSeconds(heardNanos, entry.monoNanos());
            if (stalledSeconds == null) {
                closeAll(entry, true);
            } else {
                dropUnfinished(entry);
            }
        } else if (fact instanceof Fact.CaptureEnded || fact instanceof Fact.RunEnded) {
            listening = false;
            dropUnfinished(entry);
        } else {
            cloudOrLink(entry, fact);
        }
        settleIfReady(entry, false);
    }

    private void cloudOrLink(EvidenceEntry entry, Fact fact) {
        if (fact instanceof Fact.LinkOpened it) {
            connections.put(it.connection(), new Opened(entry.monoNanos()));
        } else if (fact instanceof Fact.LinkFaultBegan it) {
            Opened of = connections.get(it.connection());
            if (of != null) {
                of.fault = new LinkFault(it.connection(), it.fault(), it.detail(), entry.monoNanos(), entry.seq());
            }
        } else if (fact instanceof Fact.WitnessConnected) {
            awake = true;
        } else if (fact instanceof Fact.WitnessDisconnected || fact instanceof Fact.WitnessFailed) {
            awake = false;
            if (open != null) {
                open.witnessed = false;
            }
            if (settling != null) {
                settling.witnessed = false;
            }
        } else if (fact instanceof Fact.MqttReceived it) {
            seen(it.topic());
        }
    }

    /** What the cloud shows is the older loop's while that still lacks it. */
    private void seen(String topic) {
        Open older = settling;
        if (older != null && missing(older).contains(topic)) {
            older.seen.merge(topic, 1, Integer::sum);
        } else if (open != null) {
            open.seen.merge(topic, 1, Integer::sum);
        }
    }

    private void hear(Claim claim, EvidenceEntry entry) {
        if (claim.kind() == ClaimKind.BOOT_BANNER) {
            if (boot > 0 && open != null) {
                fail(open, claim, entry, "the board restarted by itself");
                open.restarted = true;
                closeAll(entry, false);
            }
            boot++;
            firstPort = null;
            chain = null;
            return;
        }
        if (boot == 0) {
            return;
        }
        if (claim.kind() == ClaimKind.CONNECTING && beginsLoop(claim)) {
            begin(entry);
        }
        Open loop = open;
        if (loop == null) {
            return;
        }
        switch (claim.kind()) {
            case PHASE_END -> loop.phaseEnds++;
            case HTTPS_STEP_END -> loop.stepEnds++;
            case AT_DRIVER -> loop.driver.add(new DriverLine(claim.text(), entry.monoNanos()));
            case CRASH -> fail(loop, claim, entry, claim.text());
            default -> {
                if (claim.claimsFailure()) {
                    fail(loop, claim, entry, claim.text());
                }
            }
        }
    }

    private boolean beginsLoop(Claim claim) {
        Long port = claim.number("port");
        if (firstPort == null) {
            firstPort = port;
        }
        return port == null || port.equals(firstPort);
    }

    private static void fail(Open loop, Claim claim, EvidenceEntry entry, String text) {
        if (loop.failure == null) {
            Step step = Objects.requireNonNullElse(claim.step(), BOOT);
            loop.failure = new Failure(step.name(), text, entry.monoNanos(), entry.seq());
        }
    }

    private void begin(EvidenceEntry entry) {
        settleIfReady(entry, true);
        Open before = open;
        if (before != null) {
            before.endNanos = entry.monoNanos();
            settling = before;
        }
        open = new Open(number++, boot, entry.monoNanos());
        Open now = open;
        now.witnessed = awake;
    }

    /** The loop under way was cut off by the bench, or by its host: it says nothing. */
    private void dropUnfinished(EvidenceEntry entry) {
        open = null;
        settleIfReady(entry, true);
    }

    private void closeAll(EvidenceEntry entry, boolean hung) {
        settleIfReady(entry, true);
        Open last = open;
        open = null;
        if (last != null && (hung || last.restarted)) {
            last.hung = hung;
            last.endNanos = entry.monoNanos();
            settling = last;
            settleIfReady(entry, true);
        }
    }

    /** Closes the older loop once its evidence is there, or need not be waited for any longer. */
    private void settleIfReady(EvidenceEntry entry, boolean now) {
        Open loop = settling;
        if (loop == null) {
            return;
        }
        boolean told = loop.failure != null
                || loop.hung
                || !loop.witnessed
                || missing(loop).isEmpty();
        long since = entry.monoNanos() - loop.endNanos;
        if (now || told || since - host.lostNanos(loop.endNanos, entry.monoNanos()) > CLOUD_NANOS) {
            settling = null;
            closed.add(settled(loop));
        }
    }

    private DeviceLoop settled(Open loop) {
        takeFaults(loop);
        Failure failure = loop.failure;
        String unfinished = unfinished(loop);
        if (failure == null && loop.hung) {
            failure = new Failure("hang", "the device went silent", loop.endNanos, 0);
        } else if (failure == null && unfinished != null) {
            failure = new Failure("mqtt", unfinished, loop.endNanos, 0);
        }
        Set<String> missing = missing(loop);
        String unseen = failure == null && loop.witnessed && !missing.isEmpty()
                ? "the cloud saw nothing on " + String.join(", ", missing)
                : null;
        Cause cause = failure == null && unseen == null ? null : cause(loop, failure);
        if (cause == null) {
            chain = null;
        } else if (chain == null || !(cause instanceof Cause.Earlier)) {
            chain = loop.number;
        }
        return new DeviceLoop(
                loop.number,
                loop.boot,
                loop.startNanos,
                loop.endNanos,
                failure,
                unseen,
                loop.hung,
                loop.witnessed,
                cause,
                loop.faults,
                loop.driver);
    }

    /** Connections that were opened while it ran, and what was done to them. */
    private void takeFaults(Open loop) {
        Set<Long> past = new HashSet<>();
        connections.forEach((connection, opened) -> {
            // Just before the end it is the next loop's, unless this one began even closer to it.
            long ahead = Math.min(LINK_AHEAD_NANOS, Math.max(0, opened.nanos - loop.startNanos));
            if (opened.nanos <= loop.endNanos - ahead) {
                past.add(connection);
                if (opened.fault != null && opened.nanos >= loop.startNanos - LINK_AHEAD_NANOS) {
                    loop.faults.add(opened.fault);
                }
            }
        });
        past.forEach(connections::remove);
    }

    private Cause cause(Open loop, @Nullable Failure failure) {
        long failedNanos = failure == null ? loop.endNanos : failure.nanos();
        for (LinkFault fault : loop.faults) {
            if (fault.nanos() <= failedNanos) {
                return new Cause.Disturbed(fault);
            }
        }
        return chain != null ? new Cause.Earlier(chain) : new Cause.Own();
    }

    private @Nullable String unfinished(Open loop) {
        RunContext of = context;
        if (of == null) {
            return null;
        }
        if (of.phases().contains(Step.MQTT) && loop.phaseEnds < PHASES.size()) {
            return "only " + loop.phaseEnds + " of " + PHASES.size() + " MQTT phases came to their end";
        }
        if (of.phases().contains(Step.HTTPS) && loop.stepEnds < REQUESTS) {
            return "only " + loop.stepEnds + " of " + REQUESTS + " HTTPS steps came to their end";
        }
        return null;
    }

    /** Topics on which the loop, had it passed, would have been seen, and was not. */
    private Set<String> missing(Open loop) {
        RunContext of = context;
        if (of == null || !of.phases().contains(Step.MQTT)) {
            return Set.of();
        }
        Set<String> missing = new TreeSet<>();
        for (Step phase : PHASES) {
            String topic = phase.topic(of.identity().thing(), of.identity().userTopic());
            String seen = phase.operation() == null ? topic : topic + "/accepted";
            if (!loop.seen.containsKey(seen)) {
                missing.add(seen);
            }
        }
        return missing;
    }

    /** Loops that are over since the last call, in order. */
    public List<DeviceLoop> take() {
        List<DeviceLoop> taken = List.copyOf(closed);
        closed.clear();
        return taken;
    }

    /**
     * For how many seconds this host was stalled, when that is why the device was not heard before a limit passed: the loop
     * under way says nothing then. Null otherwise, and again after a reset.
     */
    public @Nullable Long stalledSeconds() {
        return stalledSeconds;
    }

    /** True once the device has booted since the last reset. */
    public boolean booted() {
        return firstPort != null;
    }
}
