package org.numakerbench.sim.cloud.mqtt;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.cloud.jobs.JobService;
import org.numakerbench.sim.cloud.jobs.JobTopic;
import org.numakerbench.sim.cloud.policy.AccessControl;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.shadow.ShadowName;
import org.numakerbench.sim.cloud.shadow.ShadowService;

/** Sessions, subscriptions, retained messages, and the way of a message through them. For one event loop. */
public final class Broker {
    private final Vertx vertx;
    private final AccessControl access;
    private final boolean refusedSubscriptionCloses;
    private final Consumer<Refused> refusals;
    private final LifecycleEvents events;
    private final ShadowService shadows;
    private final JobService jobs;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, SharedGroup> groups = new HashMap<>();
    private final SubscriptionTree<Subscriber, Grant> subscriptions = new SubscriptionTree<>(Grant::or);
    private final RetainedMessages retained = new RetainedMessages();
    private final QueueBudget budget = QueueBudget.ofThisProcess();
    private final Random random = new Random();
    private final Clock clock;

    /**
     * A broker without sessions.
     *
     * @param refusedSubscriptionCloses whether a refused subscription ends the connection, instead of a 0x80
     * @param refusals is told of every request that is turned down
     */
    public Broker(
            Vertx vertx,
            AccessControl access,
            Clock clock,
            boolean refusedSubscriptionCloses,
            Consumer<Refused> refusals) {
        this.vertx = vertx;
        this.access = access;
        this.clock = clock;
        this.refusedSubscriptionCloses = refusedSubscriptionCloses;
        this.refusals = refusals;
        this.events = new LifecycleEvents(this::publishAsService, clock);
        this.shadows = new ShadowService(this::publishAsService, clock);
        this.jobs = new JobService(this::publishAsService, clock);
    }

    /** The jobs service, to add jobs. */
    public JobService jobs() {
        return jobs;
    }

    /** The shadow service, for REST. */
    public ShadowService shadows() {
        return shadows;
    }

    /** The cloud's clock. */
    public Instant now() {
        return clock.instant();
    }

    long nowMillis() {
        return clock.millis();
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

    void tell(Refused refused) {
        refusals.accept(refused);
    }

    /** Delivers a message of the service itself. */
    public void publishAsService(String topic, byte[] payload) {
        deliver(new Message(topic, payload, 1, false), null);
    }

    /** Whether there is room for a retained message. */
    public boolean hasRoomToRetain(String topic, byte[] payload) {
        return retained.hasRoomFor(topic, payload.length);
    }

    /** Delivers what came over HTTPS, with all that follows from it; permission has been checked. */
    public void publish(String topic, byte[] payload, int qos, boolean retain) {
        publish(new Message(topic, payload, qos, retain), null);
    }

    /** Delivers what a client published, with all that follows from it; permission has been checked. */
    void publish(Message message, @Nullable Session from) {
        String topic = message.topic();
        if (ReservedTopics.isBasicIngest(topic)) {
            // It goes to a rule and past all subscribers; there are no rules here.
            return;
        }
        if (message.retained()) {
            retained.put(message, clock.instant());
        }
        deliver(message, from);
        ShadowName.parseRequest(topic).ifPresent(request -> shadows.onMessage(request, message.payload()));
        JobTopic.parse(topic)
                .ifPresent(request -> jobs.onMessage(
                        request, message.payload(), (to, payload) -> answer(from, to, payload, message.qos())));
    }

    /** To the one who asked, whatever it is subscribed to; who asked over HTTPS hears nothing. */
    private static void answer(@Nullable Session asked, String topic, byte[] payload, int qos) {
        if (asked != null && asked.mayReceive(topic)) {
            asked.send(new Message(topic, payload, qos, false));
        }
    }

    private void deliver(Message message, @Nullable Session from) {
        subscriptions.match(message.topic()).forEach((subscriber, grant) -> {
            if (!(grant.noLocal() && subscriber.equals(from))) {
                subscriber.deliver(message, grant);
            }
        });
    }

    /** What a newcomer takes over. */
    record Arrival(
            Session session, boolean resumed, @Nullable MqttConnection displaced) {}

    /** Gives a connection its session. The caller ends the displaced connection: the session is no longer its own. */
    Arrival arrive(MqttConnection newcomer, ConnectRequest request) {
        Session known = sessions.get(newcomer.clientId());
        MqttConnection displaced = known == null ? null : known.connection();
        if (known != null && known.expiryTimer() >= 0) {
            vertx.cancelTimer(known.expiryTimer());
            known.expiryTimer(-1);
        }
        boolean resumed = known != null && known.isPersistent() && !request.cleanStart();
        Session session = known;
        if (session == null || !resumed) {
            if (known != null) {
                forget(known);
            }
            session = new Session(newcomer.clientId(), request.sessionKept(), budget);
            sessions.put(session.clientId(), session);
        }
        Session.LastWords unsaid = session.takeLastWords();
        if (unsaid != null) {
            vertx.cancelTimer(unsaid.timer());
        }
        session.kept(request.sessionKept());
        session.attach(newcomer);
        return new Arrival(session, resumed, displaced);
    }

    /** Sends a session what waited for it, in its own queue and in those it shares. */
    void resume(Session session) {
        session.resume();
        session.subscriptions().keySet().forEach(filter -> {
            SharedGroup group = groups.get(filter);
            if (group != null) {
                group.drain();
            }
        });
    }

    /** A connection has ended; its session lives on only if it is persistent. */
    void leave(MqttConnection gone, Session session) {
        if (session.connection() != gone) {
            return;
        }
        session.detach();
        if (session.isPersistent()) {
            session.expiryTimer(vertx.setTimer(session.kept().toMillis(), timer -> forget(session)));
        } else {
            forget(session);
        }
    }

    /** Publishes a will: at once, or when the client stays away for the delay, or when its session ends before. */
    void say(Session session, Runnable will, Duration delay) {
        boolean alive = sessions.get(session.clientId()) == session;
        if (delay.isZero() || !alive) {
            will.run();
        } else if (session.connection() == null) {
            long timer = vertx.setTimer(delay.toMillis(), fired -> {
                session.takeLastWords();
                will.run();
            });
            session.lastWords(new Session.LastWords(will, timer));
        }
    }

    private void forget(Session session) {
        List.copyOf(session.subscriptions().keySet()).forEach(filter -> unsubscribe(session, filter));
        session.discard();
        sessions.remove(session.clientId(), session);
        Session.LastWords unsaid = session.takeLastWords();
        if (unsaid != null) {
            vertx.cancelTimer(unsaid.timer());
            unsaid.publish().run();
        }
    }

    /** Adds a subscription; false when the connection has as many as AWS allows. */
    boolean subscribe(Session session, String filter, Grant grant) {
        Map<String, Grant> held = session.subscriptions();
        if (!held.containsKey(filter) && held.size() >= Limits.SUBSCRIPTIONS) {
            return false;
        }
        held.put(filter, grant);
        Optional<SharedFilter> shared = SharedFilter.parse(filter);
        if (shared.isPresent()) {
            SharedGroup group = groups.computeIfAbsent(filter, key -> new SharedGroup(budget, random));
            subscriptions.add(shared.get().filter(), group, new Grant(1, false, true));
            group.join(session, grant);
        } else {
            subscriptions.add(filter, session, grant);
        }
        return true;
    }

    /** Ends a subscription; false when there was none. */
    boolean unsubscribe(Session session, String filter) {
        if (session.subscriptions().remove(filter) == null) {
            return false;
        }
        SharedGroup group = groups.get(filter);
        if (group == null) {
            subscriptions.remove(filter, session);
        } else if (group.leave(session)) {
            groups.remove(filter);
            SharedFilter.parse(filter).ifPresent(shared -> subscriptions.remove(shared.filter(), group));
        }
        return true;
    }

    /** Sends the retained message that a new subscription asks for; wildcards and shared subscriptions get none. */
    void sendRetained(Session session, String filter, int qos) {
        if (!TopicFilter.hasWildcard(filter) && session.mayReceive(filter)) {
            retained.get(filter, clock.instant()).ifPresent(kept -> session.send(kept.fromStore(qos)));
        }
    }

    /** What is retained, by topic. */
    public NavigableMap<String, RetainedMessage> retained() {
        return retained.all(clock.instant());
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
