package org.numakerbench.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A step of a firmware's tests; {@link StepTable} has them in order.
 *
 * @param name hierarchical, as in findings: {@code mqtt.shadow-update.publish}
 * @param test the test it is a part of, as a manifest's {@code phases} name it; null for what every firmware does
 * @param phase name of the phase it is a part of, {@code mqtt.shadow-update}; a step outside the phases is its own
 * @param action what the device does in it
 * @param operation what is asked of the shadow; null when it speaks of the user's topic, or of none
 */
public record Step(
        String name,
        @Nullable String test,
        String phase,
        Action action,
        @Nullable ShadowOperation operation) {
    /** The test over MQTT. */
    public static final String MQTT = "mqtt";

    /** The test over HTTPS. */
    public static final String HTTPS = "https";

    /** What a device does in a step. */
    public enum Action {
        BOOT(Stage.BOOT, 0),
        /** DHCP (Mbed OS 5.7.1 and 5.15.1, lwip_connect(): 60 s); an ESP8266 is tried twice, 15 s each. */
        NETWORK(Stage.NETWORK, 60),
        /** A TCP connection that nobody answers: 18 s in lwIP. */
        TLS(Stage.TLS, 18),
        /** The MQTT library's command timeout, as of all that is acknowledged. */
        CONNECT(Stage.MQTT, 30),
        SUBSCRIBE(Stage.MQTT, 30),
        PUBLISH(Stage.MQTT, 30),
        /** A message comes in. Up to Mbed OS 5.14 it waits for ever, which only a limit ends; later 5 s. */
        ARRIVE(Stage.MQTT, 5),
        UNSUBSCRIBE(Stage.MQTT, 30),
        /** Begin and end of a phase over MQTT. */
        PHASE(Stage.MQTT, 0),
        DISCONNECT(Stage.MQTT, 0),
        /** Publishes on a topic through HTTPS. */
        POST(Stage.HTTPS, 0),
        /** Calls the shadow's own REST API. */
        REST(Stage.HTTPS, 0),
        HEAP(Stage.HEAP, 0),
        /** A step of a user's own firmware. */
        OWN(Stage.FIRMWARE, 0);

        private final Stage stage;
        private final int patienceSeconds;

        Action(Stage stage, int patienceSeconds) {
            this.stage = stage;
            this.patienceSeconds = patienceSeconds;
        }

        /** How long the firmware waits in it without a word before it says itself that it failed. */
        public Duration patience() {
            return Duration.ofSeconds(patienceSeconds);
        }
    }

    /** A step that a user's own firmware has beside those of {@link StepTable}. */
    public static Step own(String name) {
        return new Step(name, null, name, Action.OWN, null);
    }

    /** The same, in a phase of that firmware. */
    public static Step own(String name, String phase) {
        return new Step(name, null, phase, Action.OWN, null);
    }

    /** Where in a run it stands. */
    public Stage stage() {
        return action.stage;
    }

    /** True in the test over HTTPS. */
    public boolean isHttps() {
        return HTTPS.equals(test);
    }

    /** True where the device sends what the cloud shows; of a user's own steps nothing else is ever confirmed. */
    public boolean sends() {
        return action == Action.PUBLISH || action == Action.POST || action == Action.REST || action == Action.OWN;
    }

    /** True for the shadow's own REST API, as opposed to publishing on its topics. */
    public boolean isRestful() {
        return action == Action.REST;
    }

    /** True for a RESTful read of the shadow, which leaves no trace in the cloud. */
    public boolean isRestfulRead() {
        return isRestful() && operation == ShadowOperation.GET;
    }

    /** The topic that it speaks of. */
    public String topic(String thing, String userTopic) {
        return operation == null ? userTopic : operation.topic(thing);
    }

    /** Method and path of its request over HTTPS. */
    public String request(String thing, String userTopic) {
        return isRestful() && operation != null
                ? operation.method() + " /things/" + thing + "/shadow"
                : "POST /topics/" + topic(thing, userTopic);
    }

    @Override
    public String toString() {
        return name;
    }
}
