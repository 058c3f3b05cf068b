package org.numakerbench.model;

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
        BOOT(Stage.BOOT),
        NETWORK(Stage.NETWORK),
        TLS(Stage.TLS),
        CONNECT(Stage.MQTT),
        SUBSCRIBE(Stage.MQTT),
        PUBLISH(Stage.MQTT),
        /** A message comes in. */
        ARRIVE(Stage.MQTT),
        UNSUBSCRIBE(Stage.MQTT),
        /** Begin and end of a phase over MQTT. */
        PHASE(Stage.MQTT),
        DISCONNECT(Stage.MQTT),
        /** Publishes on a topic through HTTPS. */
        POST(Stage.HTTPS),
        /** Calls the shadow's own REST API. */
        REST(Stage.HTTPS),
        HEAP(Stage.HEAP);

        private final Stage stage;

        Action(Stage stage) {
            this.stage = stage;
        }
    }

    /** Where in a run it stands. */
    public Stage stage() {
        return action.stage;
    }

    /** True in the test over HTTPS. */
    public boolean isHttps() {
        return HTTPS.equals(test);
    }

    /** True where the device sends what the cloud shows. */
    public boolean sends() {
        return action == Action.PUBLISH || action == Action.POST || action == Action.REST;
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
