package org.numakerbench.cloud;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;

/** What a witness recorded, in order. */
final class Notebook implements Consumer<Fact> {
    private final List<Fact> facts = new CopyOnWriteArrayList<>();

    @Override
    public void accept(Fact fact) {
        facts.add(fact);
    }

    List<Fact> all() {
        return List.copyOf(facts);
    }

    <T extends Fact> List<T> all(Class<T> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The messages on a topic. */
    List<Fact.MqttReceived> on(String topic) {
        return all(Fact.MqttReceived.class).stream()
                .filter(it -> it.topic().equals(topic))
                .toList();
    }

    List<Fact.WitnessSubscribed> subscribedFor(Purpose purpose) {
        return all(Fact.WitnessSubscribed.class).stream()
                .filter(it -> it.purpose() == purpose)
                .toList();
    }

    <T extends Fact> void awaitCount(Class<T> kind, int count) {
        await().until(() -> all(kind).size() >= count);
    }

    void awaitMessageOn(String topic) {
        await().until(() -> !on(topic).isEmpty());
    }
}
