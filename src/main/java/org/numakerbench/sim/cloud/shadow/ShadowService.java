package org.numakerbench.sim.cloud.shadow;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** The shadow service as MQTT and REST see it: one store, one stream of messages. For one thread. */
public final class ShadowService {
    /** Takes the service's own messages. */
    @FunctionalInterface
    public interface Publisher {
        /** Delivers to whoever is subscribed; needs no permission. */
        void publish(String topic, byte[] payload);
    }

    private final ShadowStore store = new ShadowStore();
    private final Publisher publisher;
    private final Clock clock;

    /** A service without shadows. */
    public ShadowService(Publisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** A request that came as an MQTT message (or by HTTPS POST to the topic): the answer is messages, always. */
    public void onMessage(ShadowName.Request request, byte[] payload) {
        announce(request.name(), store.handle(request.name(), request.operation(), payload, clock.instant()));
    }

    /** A REST request: changes are announced over MQTT; a refusal and a get are not. */
    public ShadowReply onRest(ShadowName name, ShadowName.Operation operation, byte[] payload) {
        ShadowReply reply = store.handle(name, operation, payload, clock.instant());
        if (reply instanceof ShadowReply.Updated || reply instanceof ShadowReply.Deleted) {
            announce(name, reply);
        }
        return reply;
    }

    /** Names of a thing's named shadows that exist, in order. */
    public List<String> named(String thing) {
        return store.named(thing);
    }

    private void announce(ShadowName name, ShadowReply reply) {
        for (ShadowReply.Message message : reply.messages(name)) {
            publisher.publish(message.topic(), message.body().toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
