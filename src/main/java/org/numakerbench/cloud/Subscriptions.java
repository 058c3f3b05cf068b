package org.numakerbench.cloud;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.AwakeClock.Deadline;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;

/** What the witness subscribes to on a connection, and what of it the cloud refuses. */
final class Subscriptions {
    private static final int REFUSED = 0x80;

    private final WitnessOptions options;
    private final String canaryTopic;
    private final Consumer<Fact> record;
    private final AwakeClock clock;
    private final MqttAsyncClient client;
    // Filters at which the connection was lost, once and twice; used only by the thread that connects.
    private final Set<String> endings = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final AtomicReference<CompletableFuture<IMqttToken>> subscribing =
            new AtomicReference<>(new CompletableFuture<>());

    Subscriptions(
            WitnessOptions options,
            String canaryTopic,
            Consumer<Fact> record,
            AwakeClock clock,
            MqttAsyncClient client) {
        this.options = options;
        this.canaryTopic = canaryTopic;
        this.record = record;
        this.clock = clock;
        this.client = client;
    }

    /** How often a filter was what ended the connection, as far as that counts: it grows when another attempt makes sense. */
    int losses() {
        return endings.size() + refused.size();
    }

    /** Ends the wait for an answer that cannot come any more; any thread. */
    void connectionLost(Throwable cause) {
        subscribing.get().completeExceptionally(new MqttException(MqttException.REASON_CODE_CONNECTION_LOST, cause));
    }

    /** @param filter what to subscribe to */
    private record Wish(String filter, Purpose purpose) {}

    /**
     * Lifecycle filters first and the canary last: the event of the witness's own canary subscription then proves that
     * lifecycle events flow.
     */
    void subscribeAll() throws MqttException {
        String events = "$aws/events/";
        String shadows = "$aws/things/" + options.thing() + "/shadow/";
        subscribe(new Wish(events + "presence/+/" + options.deviceClientId(), Purpose.PRESENCE));
        subscribe(new Wish(events + "subscriptions/+/" + options.deviceClientId(), Purpose.SUBSCRIPTIONS));
        subscribe(new Wish(events + "subscriptions/+/" + options.clientId(), Purpose.SUBSCRIPTIONS));
        subscribe(new Wish(options.userFilter(), Purpose.USER_TOPIC));
        if (!subscribe(new Wish(shadows + "#", Purpose.SHADOW))) {
            for (String operation : List.of("update", "get", "delete")) {
                for (String answer : List.of("", "/accepted", "/rejected")) {
                    subscribe(new Wish(shadows + operation + answer, Purpose.SHADOW));
                }
            }
        }
        for (String filter : options.ownFilters()) {
            subscribe(new Wish(filter, Purpose.OWN_TOPIC));
        }
        subscribe(new Wish(canaryTopic, Purpose.CANARY));
    }

    private boolean subscribe(Wish wish) throws MqttException {
        boolean granted = granted(wish.filter());
        record.accept(new Fact.WitnessSubscribed(wish.filter(), wish.purpose(), granted));
        return granted;
    }

    private boolean granted(String filter) throws MqttException {
        if (refused.contains(filter)) {
            return false;
        }
        try {
            IMqttToken token = subscribed(filter);
            endings.remove(filter);
            int[] granted = token.getGrantedQos();
            return granted == null || granted.length == 0 || granted[0] != REFUSED;
        } catch (MqttException failure) {
            if (failure.getReasonCode() == MqttException.REASON_CODE_SUBSCRIBE_FAILED) {
                return false;
            }
            // AWS has been seen to refuse a filter by ending the connection. Once may be chance, twice is not.
            if (failure.getReasonCode() == MqttException.REASON_CODE_CONNECTION_LOST && !endings.add(filter)) {
                refused.add(filter);
            }
            throw failure;
        }
    }

    /**
     * Subscribes and waits for the answer or the loss of the connection. Paho's token alone will not do: one that is
     * made while the connection is being lost is never completed.
     */
    private IMqttToken subscribed(String filter) throws MqttException {
        CompletableFuture<IMqttToken> answer = new CompletableFuture<>();
        subscribing.set(answer);
        client.subscribe(filter, Witness.QOS, null, new IMqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                answer.complete(token);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable cause) {
                answer.completeExceptionally(cause);
            }
        });
        Deadline patience = clock.in(Witness.OPERATION_TIMEOUT);
        try {
            while (true) {
                try {
                    return answer.get(patience.leftMs(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException timeout) {
                    if (patience.isOver()) {
                        throw new MqttException(MqttException.REASON_CODE_CLIENT_TIMEOUT);
                    }
                }
            }
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof MqttException known ? known : new MqttException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new MqttException(interrupted);
        }
    }
}
