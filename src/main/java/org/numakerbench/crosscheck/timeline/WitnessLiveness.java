package org.numakerbench.crosscheck.timeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;

/**
 * When the witness was provably awake. Absence of a message is evidence only between two canaries that came back with no
 * disconnect between them; absence of a lifecycle event only when such events were seen to flow.
 */
public final class WitnessLiveness {
    private final Map<String, Long> canariesSent = new HashMap<>();
    private final Map<Purpose, Boolean> granted = new EnumMap<>(Purpose.class);
    private final Set<String> filters = new LinkedHashSet<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private String clientId = "";
    private boolean connected;
    private boolean lifecycleFlows;
    private @Nullable Long lostSeq;
    private final List<Interval> awake = new ArrayList<>();
    private final List<Stall> stalls = new ArrayList<>();
    private boolean continuous;
    private long canarySeq;

    /** Between the sending of two canaries that both came back, without a disconnect. */
    private record Interval(long fromNanos, long untilNanos) {}

    /** It cannot be told what of the time from the last proof before a stall of the host to the first behind it got lost. */
    private record Stall(long seq, long fromNanos) {}

    /** Reads one entry. */
    void accept(EvidenceEntry entry) {
        Fact fact = entry.fact();
        if (fact instanceof Fact.WitnessConnected it) {
            clientId = it.clientId();
            connected = true;
        } else if (fact instanceof Fact.WitnessSubscribed it) {
            granted.merge(it.purpose(), it.granted(), Boolean::logicalOr);
            if (it.granted()) {
                filters.add(it.filter());
            } else {
                refused.add(it.filter());
            }
        } else if (fact instanceof Fact.WitnessDisconnected) {
            connected = false;
            lostSeq = entry.seq();
            continuous = false;
            canariesSent.clear();
        } else if (HostLags.mayLose(fact)) {
            stalls.add(new Stall(
                    entry.seq(),
                    awake.isEmpty() ? 0 : awake.get(awake.size() - 1).untilNanos()));
            continuous = false;
            // One that was on its way proves nothing of the time before it came back.
            canariesSent.clear();
        } else if (fact instanceof Fact.CanarySent it) {
            canariesSent.put(it.token(), entry.monoNanos());
        } else if (fact instanceof Fact.CanaryReturned it) {
            returned(entry, canariesSent.remove(it.token()));
        } else if (fact instanceof Fact.MqttReceived it
                && it.topic().startsWith("$aws/events/")
                && it.topic().endsWith("/" + clientId)) {
            lifecycleFlows = true;
        }
    }

    private void returned(EvidenceEntry entry, @Nullable Long sentNanos) {
        if (sentNanos == null || !connected) {
            return;
        }
        canarySeq = entry.seq();
        if (continuous) {
            Interval last = awake.remove(awake.size() - 1);
            awake.add(new Interval(last.fromNanos(), Math.max(last.untilNanos(), sentNanos)));
        } else {
            awake.add(new Interval(sentNanos, sentNanos));
            continuous = true;
        }
    }

    /** True when the witness was provably awake from {@code fromNanos} to {@code toNanos} of monotonic time. */
    public boolean awake(long fromNanos, long toNanos) {
        return awake.stream().anyMatch(it -> it.fromNanos() <= fromNanos && it.untilNanos() >= toNanos);
    }

    /** Entries of the stalls of the host that are why it was not {@link #awake} then; empty when something else is. */
    public List<Long> stalls(long fromNanos, long toNanos) {
        return stalls.stream()
                .filter(it -> it.fromNanos() < toNanos && provenBehind(it) > fromNanos)
                .map(Stall::seq)
                .toList();
    }

    private long provenBehind(Stall stall) {
        return awake.stream()
                .mapToLong(Interval::fromNanos)
                .filter(it -> it > stall.fromNanos())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** When the oldest canary was sent that has not come back; null when none is under way. */
    public @Nullable Long waitingSinceNanos() {
        return canariesSent.values().stream().min(Long::compare).orElse(null);
    }

    /** True when the cloud lets the witness observe this; null when it was never asked. */
    public @Nullable Boolean granted(Purpose purpose) {
        return granted.get(purpose);
    }

    /**
     * True when one of its filters takes in {@code topic}: of what happens elsewhere it sees nothing.
     *
     * @param topic a topic, or the filter of somebody else's subscription
     */
    public boolean covers(String topic) {
        return filters.stream().anyMatch(filter -> TopicFilter.matches(filter, topic));
    }

    /** The filter that would take in {@code topic}, and that the cloud refuses the witness; null when there is none. */
    public @Nullable String refusedFilter(String topic) {
        return refused.stream()
                .filter(filter -> TopicFilter.matches(filter, topic))
                .findFirst()
                .orElse(null);
    }

    /** True once a lifecycle event about the witness itself has been received. */
    public boolean lifecycleFlows() {
        return lifecycleFlows;
    }

    /** {@code seq} of the last disconnect of the witness, or null. */
    public @Nullable Long lostSeq() {
        return lostSeq;
    }

    /** {@code seq} of the newest returned canary; 0 before the first. */
    public long canarySeq() {
        return canarySeq;
    }

    /** The witness's own client ID. */
    public String clientId() {
        return clientId;
    }
}
