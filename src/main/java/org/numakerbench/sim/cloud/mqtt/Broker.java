package org.numakerbench.sim.cloud.mqtt;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.cloud.policy.AccessControl;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.shadow.ShadowName;
import org.numakerbench.sim.cloud.shadow.ShadowService;

/** Sessions, subscriptions, retained messages, and the way of a message through them. For one event loop. */
public final class Broker {
    private final Vertx vertx;
    private final AccessControl access;
    private final boolean refusedSubscriptionCloses;
    private final LifecycleEvents events;
    private final ShadowService shadows;
    private final Map<String, Session> sessions = new HashMap<>();
    private final SubscriptionTree<Session> subscriptions = new SubscriptionTree<>();
    private final NavigableMap<String, RetainedMessage> retained = new TreeMap<>();
    private final Clock clock;

    /**
     * A broker without sessions.
     *
     * @param refusedSubscriptionCloses whether a refused subscription ends the connection, instead of a 0x80
     */
    public Broker(Vertx vertx, AccessControl access, Clock clock, boolean refusedSubscriptionCloses) {
        this.vertx = vertx;
        this.access = access;
        this.clock = clock;
        this.refusedSubscriptionCloses = refusedSubscriptionCloses;
        this.events = new LifecycleEvents(this::publishAsService, clock);
        this.shadows = new ShadowService(this::publishAsService, clock);
    }

    /** The shadow service, for REST. */
    public ShadowService shadows() {
        return shadows;
    }

    /** The cloud's clock. */
    public Instant now() {
        return clock.instant();
    }

    AccessControl access() {
        return access;
    }

    LifecycleEvents events() {
        return events;
    }

    boolean refusedSubscriptionCloses() {
        return refusedSubscriptionCloses;
    }

    /** Delivers a message of the service itself. */
    public void publishAsService(String topic, byte[] payload) {
        deliver(new Message(topic, payload, 1, false));
    }

    /** Delivers what a client published, with all that follows from it; permission has been checked. */
    public void publish(String topic, byte[] payload, int qos, boolean retain) {
        if (retain) {
            if (payload.length == 0) {
                retained.remove(topic);
            } else {
                retained.put(topic, new RetainedMessage(topic, payload, qos, clock.instant()));
            }
        }
        deliver(new Message(topic, payload, qos, false));
        ShadowName.parseRequest(topic).ifPresent(request -> shadows.onMessage(request, payload));
    }

    private void deliver(Message message) {
        subscriptions.match(message.topic()).forEach((session, qos) -> {
            if (session.mayReceive(message.topic())) {
                session.deliver(message.atMost(qos));
            }
        });
    }

    /** What a newcomer takes over. */
    record Arrival(
            Session session, boolean resumed, @Nullable MqttConnection displaced) {}

    /** Gives a connection its session. The caller ends the displaced connection: the session is no longer its own. */
    Arrival arrive(MqttConnection newcomer, boolean cleanSession) {
        Session known = sessions.get(newcomer.clientId());
        MqttConnection displaced = known == null ? null : known.connection();
        if (known != null && known.expiryTimer() >= 0) {
            vertx.cancelTimer(known.expiryTimer());
            known.expiryTimer(-1);
        }
        boolean resumed = known != null && known.isPersistent() && !cleanSession;
        Session session = known;
        if (session == null || !resumed) {
            if (known != null) {
                forget(known);
            }
            session = new Session(newcomer.clientId(), !cleanSession);
            sessions.put(session.clientId(), session);
        }
        session.attach(newcomer);
        return new Arrival(session, resumed, displaced);
    }

    /** A connection has ended; its session lives on only if it is persistent. */
    void leave(MqttConnection gone, Session session) {
        if (session.connection() != gone) {
            return;
        }
        session.detach();
        if (session.isPersistent()) {
            session.expiryTimer(vertx.setTimer(Limits.SESSION_KEPT.toMillis(), timer -> forget(session)));
        } else {
            forget(session);
        }
    }

    private void forget(Session session) {
        session.subscriptions().keySet().forEach(filter -> subscriptions.remove(filter, session));
        sessions.remove(session.clientId(), session);
    }

    /** Adds a subscription; false when the connection has as many as AWS allows. */
    boolean subscribe(Session session, String filter, int qos) {
        Map<String, Integer> held = session.subscriptions();
        if (!held.containsKey(filter) && held.size() >= Limits.SUBSCRIPTIONS) {
            return false;
        }
        held.put(filter, qos);
        subscriptions.add(filter, session, qos);
        return true;
    }

    void unsubscribe(Session session, String filter) {
        if (session.subscriptions().remove(filter) != null) {
            subscriptions.remove(filter, session);
        }
    }

    /** Sends the retained message that a new subscription asks for; filters with wildcards get none. */
    void sendRetained(Session session, String filter, int qos) {
        RetainedMessage kept = TopicFilter.hasWildcard(filter) ? null : retained.get(filter);
        if (kept != null && session.mayReceive(filter)) {
            session.deliver(new Message(filter, kept.payload(), kept.qos(), true).atMost(qos));
        }
    }

    /** What is retained, by topic. */
    public NavigableMap<String, RetainedMessage> retained() {
        return Collections.unmodifiableNavigableMap(retained);
    }

    /** Ends every connection, as when the service goes down. */
    public void endConnections() {
        endConnections(principal -> true, DisconnectReason.SERVER_INITIATED_DISCONNECT);
    }

    /** Ends the connections of some. */
    public void endConnections(Predicate<Principal> whose, DisconnectReason reason) {
        List<Session> all = new ArrayList<>(sessions.values());
        for (Session session : all) {
            MqttConnection connection = session.connection();
            if (connection != null && whose.test(connection.principal())) {
                connection.end(reason);
            }
        }
    }
}
