package org.numakerbench.crosscheck.timeline;

import java.util.ArrayList;
import java.util.Collections;
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
    private static final int MOST_EVENTS = 500;

    private final String deviceClientId;
    private final Map<String, List<Message>> messages = new LinkedHashMap<>();
    private final Map<Long, Long> shadowAsked = new HashMap<>();
    private final List<Presence> presences = new ArrayList<>();
    private final List<SubscriptionEvent> subscriptions = new ArrayList<>();
    private final Map<Role, Set<Long>> used = new EnumMap<>(Role.class);
    private final Set<Use> usedFilters = new HashSet<>();
    private final List<ShadowSighting> shadows = new ArrayList<>();
    private final Map<Integer, CertificateSighting> certificates = new HashMap<>();
    /** How the session began that was there when the boot banner came, taken for this boot's own. */
    private @Nullable Presence early;

    /** It began before the reset was noted as done: then its end may still show that it was an older boot's. */
    private boolean earlyIsDoubtful;

    private @Nullable String probeFailure;
    private @Nullable String deviceCertificateId;
    private long leftOut;
    /** Sessions whose events and messages are evidence. */
    private long lastSessions = Long.MAX_VALUE;

    private boolean closed;

    /**
     * The witness's newest REST read of the shadow.
     *
     * @param askedSeq entry of the question: the answer shows the shadow at some moment after it
     */
    public record ShadowSighting(long seq, long askedSeq, int status, String body) {}

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

    /**
     * The board has booted: forgets what was seen before, which is an older boot's. Flashing may boot the board before the
     * bench resets it, and what that boot did in the cloud shows up late. But a session that began after the reset was
     * asked for and was not cut is this boot's own: then its UART text is what came late. The reset takes effect somewhere
     * between asking for it and the banner; when the one who asked noted that it was done says nothing.
     *
     * @param resetSeq entry at which the reset was asked for
     * @param doneSeq entry at which it was noted as done
     */
    void boot(long resetSeq, long doneSeq) {
        Presence own = presences.stream()
                .filter(event -> event.connected() && event.seq() > resetSeq)
                .filter(event -> !isCut(event.session()))
                .reduce((older, newer) -> newer)
                .orElse(null);
        early = own;
        earlyIsDoubtful = own != null && own.seq() < doneSeq;
        leftOut = 0;
        forgetBefore(own == null ? Long.MAX_VALUE : own.seq());
    }

    private void forgetBefore(long seq) {
        messages.values().forEach(on -> on.removeIf(message -> message.seq() < seq));
        messages.values().removeIf(List::isEmpty);
        presences.removeIf(event -> event.seq() < seq);
        subscriptions.removeIf(event -> event.seq() < seq);
    }

    /** True for a session that ended without a word of the device, as a reset ends it. */
    private boolean isCut(String session) {
        return presences.stream()
                .anyMatch(event -> !event.connected()
                        && event.session().equals(session)
                        && !event.reason().equals(Presence.CLIENT_INITIATED));
    }

    /** A session that was cut before the next began was no session of this boot: its end came late, too. */
    private void recogniseOlder() {
        Presence session = early;
        Presence next = session == null
                ? null
                : presences.stream()
                        .filter(it -> it.connected() && it.seq() > session.seq())
                        .findFirst()
                        .orElse(null);
        if (session == null || next == null) {
            return;
        }
        boolean cut = isCut(session.session());
        if (cut) {
            forgetBefore(next.seq());
        }
        if (cut || !earlyIsDoubtful) {
            early = null;
        }
    }

    /**
     * Reads one entry.
     *
     * @return whether it may confirm a claim, or contradict one
     */
    boolean accept(EvidenceEntry entry) {
        Fact fact = entry.fact();
        if (fact instanceof Fact.MqttReceived it) {
            return received(entry.seq(), entry.monoNanos(), it);
        } else if (closed) {
            return false;
        } else if (fact instanceof Fact.CredentialRead it && it.owner().equals("device")) {
            deviceCertificateId = it.certificateId();
        } else if (fact instanceof Fact.ShadowAsked it) {
            shadowAsked.put(it.number(), entry.seq());
        } else if (fact instanceof Fact.ShadowRead it) {
            Long asked = shadowAsked.remove(it.number());
            if (shadows.size() == MOST_EVENTS) {
                shadows.remove(0);
            }
            shadows.add(new ShadowSighting(
                    entry.seq(),
                    asked == null ? 0 : asked,
                    it.status(),
                    it.body().utf8()));
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

    private boolean received(long seq, long nanos, Fact.MqttReceived it) {
        boolean own = it.topic().endsWith("/" + deviceClientId);
        if (it.topic().startsWith(PRESENCE)) {
            return own && hasRoom(presences.size(), MOST_EVENTS) && presence(seq, nanos, it);
        } else if (it.topic().startsWith(SUBSCRIPTIONS)) {
            return own && hasRoom(subscriptions.size(), MOST_EVENTS) && subscription(seq, it);
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
        return hasRoom(on.size(), MOST_ON_ONE_TOPIC) && on.add(new Message(seq, nanos, it));
    }

    private boolean hasRoom(int size, int most) {
        leftOut += size < most ? 0 : 1;
        return size < most;
    }

    /** Messages and events beyond what is compared with claims: what is not among the others may be among these. */
    public long leftOut() {
        return leftOut;
    }

    private boolean presence(long seq, long nanos, Fact.MqttReceived it) {
        JsonNode event = Json.parse(it.payload().utf8());
        boolean connected = it.topic().startsWith(PRESENCE + "connected/");
        if (event == null || !(connected || it.topic().startsWith(PRESENCE + "disconnected/"))) {
            return false;
        }
        String session = Json.text(event, "sessionIdentifier");
        // Lifecycle events may be doubled.
        boolean known = presences.stream()
                .anyMatch(
                        seen -> seen.connected() == connected && seen.session().equals(session));
        if (connected && !known && sessions().count() >= lastSessions) {
            closed = true;
        }
        if (closed && (known || !isKnown(session))) {
            return false;
        }
        if (!known) {
            presences.add(Presence.of(seq, nanos, connected, event));
            recogniseOlder();
        }
        return !known;
    }

    private Stream<Presence> sessions() {
        return own(presences, Presence::principal).filter(Presence::connected);
    }

    private boolean isKnown(String session) {
        return presences.stream().anyMatch(it -> it.session().equals(session));
    }

    /** The device goes on after this many sessions; what the next one does is no evidence, whenever it shows. */
    void endAfter(long sessions) {
        lastSessions = sessions;
        sessions().skip(sessions).findFirst().ifPresent(next -> {
            closed = true;
            messages.values().forEach(on -> on.removeIf(message -> message.seq() >= next.seq()));
            shadows.removeIf(read -> read.seq() >= next.seq());
            presences.removeIf(it -> it.seq() >= next.seq() && isLater(it, next));
            subscriptions.removeIf(it -> it.seq() >= next.seq());
        });
    }

    private boolean isLater(Presence event, Presence next) {
        return presences.stream()
                .noneMatch(it ->
                        it.connected() && it.seq() < next.seq() && it.session().equals(event.session()));
    }

    /** Nothing that comes now is evidence. */
    void close() {
        closed = true;
    }

    private boolean subscription(long seq, Fact.MqttReceived it) {
        JsonNode event = Json.parse(it.payload().utf8());
        if (event != null && closed && !isKnown(Json.text(event, "sessionIdentifier"))) {
            return false;
        }
        if (event != null) {
            List<String> filters = event.path("topics")
                    .valueStream()
                    .map(filter -> filter.asString(""))
                    .toList();
            subscriptions.add(new SubscriptionEvent(
                    seq,
                    it.topic().startsWith(SUBSCRIPTIONS + "subscribed/"),
                    Json.text(event, "principalIdentifier"),
                    filters));
        }
        return event != null;
    }

    /** Messages on exactly this topic, oldest first. */
    public List<Message> on(String topic) {
        return messages.getOrDefault(topic, List.of());
    }

    /** Messages a subscription to {@code filter} receives, by topic and then age. */
    public Stream<Message> matching(String filter) {
        return messages.entrySet().stream()
                .filter(topic -> TopicFilter.matches(filter, topic.getKey()))
                .flatMap(topic -> topic.getValue().stream());
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
        return own(presences, Presence::principal)
                .filter(event -> isUnused(role, event.seq()))
                .filter(fits)
                .reduce((older, newer) -> newer);
    }

    /** The oldest (un)subscribed event that names {@code filter} and was not yet used for it. */
    public Optional<Use> unusedSubscription(boolean subscribed, String filter) {
        return own(subscriptions, SubscriptionEvent::principal)
                .filter(event ->
                        event.subscribed() == subscribed && event.filters().contains(filter))
                .map(event -> new Use(Role.SUBSCRIPTION, event.seq(), filter))
                .filter(use -> !usedFilters.contains(use))
                .findFirst();
    }

    /** Presence events of the device, in the order they came. */
    public List<Presence> presences() {
        return own(presences, Presence::principal).toList();
    }

    /** Presence events of other clients that use the device's client ID, in the order they came. */
    public List<Presence> othersPresences() {
        return presences.stream().filter(it -> isAnothers(it.principal())).toList();
    }

    /** Subscription events of the device, in the order they came. */
    public List<SubscriptionEvent> subscriptions() {
        return own(subscriptions, SubscriptionEvent::principal).toList();
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
                : presences.stream()
                        .filter(Presence::connected)
                        .map(Presence::principal)
                        .findFirst()
                        .orElse("");
        return !principal.isEmpty()
                && !own.isEmpty()
                && !principal.equals(own)
                && presences.stream()
                        .anyMatch(it -> it.connected() && it.principal().equals(own));
    }

    /** All messages that are no lifecycle events. */
    public Stream<Message> messages() {
        return messages.values().stream().flatMap(List::stream);
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

    /** The newest REST read of the shadow. */
    public @Nullable ShadowSighting shadow() {
        return shadows.isEmpty() ? null : shadows.get(shadows.size() - 1);
    }

    /** All REST reads of the shadow, oldest first. */
    public List<ShadowSighting> shadows() {
        return Collections.unmodifiableList(shadows);
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
