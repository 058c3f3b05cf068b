package org.numakerbench.crosscheck.timeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.evidence.CertificateFacts;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import tools.jackson.databind.JsonNode;

/**
 * What the cloud showed since the reset. An observation confirms at most one claim of each role, so that a claim made
 * twice needs two messages.
 */
public final class CloudTimeline {
    private static final String PRESENCE = "$aws/events/presence/";
    private static final String SUBSCRIPTIONS = "$aws/events/subscriptions/";

    /** A test makes a handful on each topic; what floods one is not compared with every claim. */
    private static final int MOST_ON_ONE_TOPIC = 500;

    private static final int MOST_TOPICS = 500;
    static final int MOST_EVENTS = 500;

    private final String deviceClientId;
    private final Map<String, List<Message>> messages = new LinkedHashMap<>();
    private final Map<Role, Set<Long>> used = new EnumMap<>(Role.class);
    private final Set<Use> usedFilters = new HashSet<>();
    private final ShadowReads shadows = new ShadowReads();
    private final Map<Integer, CertificateSighting> certificates = new HashMap<>();
    private final DeviceSessions sessions = new DeviceSessions();
    /** Canaries sent since the reset; none when one has come back. */
    private final Set<String> canaries = new HashSet<>();

    private String witnessClientId = "";
    private long canarySeq = Long.MAX_VALUE;
    private @Nullable String probeFailure;
    private @Nullable String deviceCertificateId;
    private long leftOut;
    /** Sessions whose events and messages are evidence. */
    private long lastSessions = Long.MAX_VALUE;

    private boolean closed;

    /**
     * The bench's own TLS handshake.
     *
     * @param issuers those of the certificate, up to the trusted one
     */
    public record CertificateSighting(
            long seq,
            String host,
            int port,
            CertificateFacts certificate,
            boolean trusted,
            List<CertificateFacts> issuers) {}

    public CloudTimeline(String deviceClientId) {
        this.deviceClientId = deviceClientId;
    }

    /** The board has booted, and whoever asked for the reset noted at entry {@code doneSeq} that it was done. */
    void boot(long doneSeq) {
        sessions.boot(doneSeq);
    }

    /** A reset is about to be asked for: what was seen so far is an older boot's. */
    private void reset(EvidenceEntry entry) {
        sessions.reset(entry.monoNanos());
        messages.clear();
        canaries.clear();
        canarySeq = Long.MAX_VALUE;
        leftOut = 0;
    }

    /**
     * Reads one entry.
     *
     * @return whether it may confirm a claim, or contradict one
     */
    boolean accept(EvidenceEntry entry) {
        sessions.hostClock(entry.at(), entry.monoNanos());
        Fact fact = entry.fact();
        if (fact instanceof Fact.MqttReceived it) {
            return received(entry, it);
        } else if (fact instanceof Fact.ResetIssued) {
            reset(entry);
        } else if (fact instanceof Fact.WitnessConnected it) {
            witnessClientId = it.clientId();
            sessions.witnessConnected(entry.monoNanos());
        } else if (fact instanceof Fact.CanarySent it && canarySeq == Long.MAX_VALUE) {
            canaries.add(it.token());
        } else if (fact instanceof Fact.CanaryReturned it && canaries.contains(it.token())) {
            canarySeq = Math.min(canarySeq, entry.seq());
            canaries.clear();
        } else if (closed) {
            return false;
        } else if (fact instanceof Fact.CredentialRead it && it.owner().equals("device")) {
            deviceCertificateId = it.certificateId();
        } else if (fact instanceof Fact.ShadowAsked it) {
            shadows.asked(entry.seq(), it);
        } else if (fact instanceof Fact.ShadowRead it) {
            shadows.read(entry.seq(), it);
        } else if (fact instanceof Fact.TlsProbed it) {
            certificates.put(
                    it.port(),
                    new CertificateSighting(
                            entry.seq(), it.host(), it.port(), it.certificate(), it.trusted(), it.issuers()));
        } else if (fact instanceof Fact.TlsProbeFailed it) {
            probeFailure = it.reason();
        }
        return true;
    }

    private boolean received(EvidenceEntry entry, Fact.MqttReceived it) {
        long seq = entry.seq();
        if (it.topic().startsWith(PRESENCE) || it.topic().startsWith(SUBSCRIPTIONS)) {
            return lifecycle(entry, it);
        }
        if (closed) {
            return false;
        }
        List<Message> on = messages.get(it.topic());
        if (on == null) {
            if (!hasRoom(messages.size(), MOST_TOPICS)) {
                return false;
            }
            on = new ArrayList<>();
            messages.put(it.topic(), on);
        }
        return hasRoom(on.size(), MOST_ON_ONE_TOPIC) && on.add(new Message(seq, entry.monoNanos(), it));
    }

    private boolean hasRoom(int size, int most) {
        leftOut += size < most ? 0 : 1;
        return size < most;
    }

    /** Messages and events beyond what is compared with claims: what is not among the others may be among these. */
    public long leftOut() {
        return leftOut;
    }

    private boolean lifecycle(EvidenceEntry entry, Fact.MqttReceived it) {
        String topic = it.topic();
        boolean ofDevice = topic.endsWith("/" + deviceClientId);
        JsonNode event = ofDevice || topic.endsWith("/" + witnessClientId)
                ? Json.parse(it.payload().utf8())
                : null;
        if (event == null) {
            return false;
        }
        if (!ofDevice) {
            sessions.ofWitness(event, entry.monoNanos());
            return false;
        }
        if (topic.startsWith(SUBSCRIPTIONS)) {
            return (!closed || sessions.isKnown(Json.text(event, "sessionIdentifier")))
                    && hasRoom(sessions.subscriptions().size(), MOST_EVENTS)
                    && sessions.subscription(entry.seq(), topic.startsWith(SUBSCRIPTIONS + "subscribed/"), event);
        }
        boolean connected = topic.startsWith(PRESENCE + "connected/");
        String session = Json.text(event, "sessionIdentifier");
        if (connected && !sessions.isKnown(session) && sessions() >= lastSessions) {
            closed = true;
        }
        if (closed && !sessions.isKnown(session)) {
            return false;
        }
        return (connected || topic.startsWith(PRESENCE + "disconnected/"))
                && hasRoom(sessions.presences().size(), MOST_EVENTS)
                && sessions.presence(entry.seq(), entry.monoNanos(), connected, event);
    }

    /** Messages on exactly this topic, oldest first. */
    public List<Message> on(String topic) {
        return own(messages.getOrDefault(topic, List.of()));
    }

    /** Messages on this topic that may still be an older boot's, whose last ones were under way when the reset came. */
    public List<Message> doubtful(String topic) {
        List<Message> all = messages.getOrDefault(topic, List.of());
        return all.subList(0, all.size() - own(all).size());
    }

    /**
     * Up to here messages may be an older boot's: when it had a session, until this boot's own session is seen, or a canary is back that
     * was sent after the reset.
     */
    private long doubtfulUntil() {
        Long own = sessionSeq();
        return sessions.olderKnown() ? Math.min(canarySeq, own == null ? Long.MAX_VALUE : own) : 0;
    }

    private List<Message> own(List<Message> all) {
        long until = doubtfulUntil();
        int from = 0;
        while (from < all.size() && all.get(from).seq() <= until) {
            from++;
        }
        return from == 0 ? all : all.subList(from, all.size());
    }

    /** True when the cloud's clock says that this session began after the reset. */
    public boolean isSurelyOwn(String session) {
        return sessions.isSurelyOwn(session);
    }

    /** How many sessions the device began since the reset, as far as they are known to be no older boot's. */
    public long sessions() {
        return begun().count();
    }

    /**
     * All is heard.
     *
     * @param told sessions that the text tells of
     * @param doneSeq entry at which the reset was noted as done
     * @param doneNanos when that was, monotonic
     * @return whether one more was an older boot's
     */
    public boolean setFirstSessionAside(long told, long doneSeq, long doneNanos) {
        return sessions() > told && sessions.setFirstAside(doneSeq, doneNanos);
    }

    private Stream<Presence> begun() {
        return own(sessions.presences(), Presence::principal).filter(Presence::connected);
    }

    /** The device goes on after this many sessions; what the next one does is no evidence, whenever it shows. */
    void endAfter(long most) {
        lastSessions = most;
        begun().skip(most).findFirst().ifPresent(next -> {
            closed = true;
            messages.values().forEach(on -> on.removeIf(message -> message.seq() >= next.seq()));
            shadows.forgetFrom(next.seq());
            sessions.forgetFrom(next);
        });
    }

    /** Nothing that comes now is evidence. */
    void close() {
        closed = true;
    }

    /** True when it came after the end of a session of the device, without another having begun. */
    public boolean isBehindSession(Message message) {
        return sessions.presences().stream()
                .filter(it -> it.seq() < message.seq())
                .reduce((earlier, later) -> later)
                .filter(it -> !it.connected())
                .isPresent();
    }

    /** Entry at which this boot's own session is first seen; null before. */
    public @Nullable Long sessionSeq() {
        return begun().findFirst().map(Presence::seq).orElse(null);
    }

    /** Messages a subscription to {@code filter} receives, by topic and then age. */
    public Stream<Message> matching(String filter) {
        return messages.entrySet().stream()
                .filter(topic -> TopicFilter.matches(filter, topic.getKey()))
                .flatMap(topic -> own(topic.getValue()).stream());
    }

    /** The oldest message of {@code candidates} not yet used as {@code role} that fits. */
    public Optional<Message> unused(Role role, Stream<Message> candidates, Predicate<Message> fits) {
        return candidates
                .filter(message -> isUnused(role, message.seq()))
                .filter(fits)
                .findFirst();
    }

    /** The newest presence event of the device not yet used as {@code role} that fits. */
    public Optional<Presence> unusedPresence(Role role, Predicate<Presence> fits) {
        return own(sessions.presences(), Presence::principal)
                .filter(event -> isUnused(role, event.seq()))
                .filter(fits)
                .reduce((older, newer) -> newer);
    }

    /** The oldest (un)subscribed event that names {@code filter} and was not yet used for it. */
    public Optional<Use> unusedSubscription(boolean subscribed, String filter) {
        return own(sessions.subscriptions(), SubscriptionEvent::principal)
                .filter(event ->
                        event.subscribed() == subscribed && event.filters().contains(filter))
                .map(event -> new Use(Role.SUBSCRIPTION, event.seq(), filter))
                .filter(use -> !usedFilters.contains(use))
                .findFirst();
    }

    /** Presence events of the device, in the order they came. */
    public List<Presence> presences() {
        return own(sessions.presences(), Presence::principal).toList();
    }

    /** Presence events of other clients that use the device's client ID, in the order they came. */
    public List<Presence> othersPresences() {
        return sessions.presences().stream()
                .filter(it -> isAnothers(it.principal()))
                .toList();
    }

    /** Subscription events of the device, in the order they came. */
    public List<SubscriptionEvent> subscriptions() {
        return own(sessions.subscriptions(), SubscriptionEvent::principal).toList();
    }

    private <E> Stream<E> own(List<E> events, Function<E, String> principal) {
        return events.stream().filter(it -> !isAnothers(principal.apply(it)));
    }

    /**
     * True for another client with the device's client ID: the device's own certificate has a session, too. When nobody
     * says which is the device's own, it is that of the first session.
     */
    private boolean isAnothers(String principal) {
        String own = deviceCertificateId != null
                ? deviceCertificateId
                : sessions.presences().stream()
                        .filter(Presence::connected)
                        .map(Presence::principal)
                        .findFirst()
                        .orElse("");
        return !principal.isEmpty()
                && !own.isEmpty()
                && !principal.equals(own)
                && sessions.presences().stream()
                        .anyMatch(it -> it.connected() && it.principal().equals(own));
    }

    /** All messages that are no lifecycle events. */
    public Stream<Message> messages() {
        return messages.values().stream().flatMap(on -> own(on).stream());
    }

    /** True when nothing has used the observation as {@code role} yet. */
    public boolean isUnused(Role role, long seq) {
        return !used.getOrDefault(role, Set.of()).contains(seq);
    }

    void use(Use use) {
        if (use.filter() == null) {
            used.computeIfAbsent(use.role(), role -> new HashSet<>()).add(use.seq());
        } else {
            usedFilters.add(use);
        }
    }

    /** No claim rests on anything any more. */
    void releaseAll() {
        used.clear();
        usedFilters.clear();
    }

    /** The newest REST read of the shadow. */
    public @Nullable ShadowSighting shadow() {
        return shadows.newest();
    }

    /** All REST reads of the shadow, oldest first. */
    public List<ShadowSighting> shadows() {
        return shadows.all();
    }

    /** What the bench's own handshake with this port of the endpoint showed. */
    public @Nullable CertificateSighting certificate(int port) {
        return certificates.get(port);
    }

    /** ID of the certificate that the profile says is compiled into the firmware, or null. */
    public @Nullable String deviceCertificateId() {
        return deviceCertificateId;
    }

    /** Why the bench's own TLS handshake failed, or null. */
    public @Nullable String probeFailure() {
        return probeFailure;
    }
}
