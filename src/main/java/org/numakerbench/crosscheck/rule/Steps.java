package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext.IdentityFacts;
import org.numakerbench.model.Stage;

/** Step names: hierarchical, {@code mqtt.shadow-update.publish} is in the phase {@code mqtt.shadow-update}. */
public final class Steps {
    /** The MQTT phases in the firmware's order. */
    public static final List<String> MQTT_PHASES =
            List.of("mqtt.user", "mqtt.shadow-update", "mqtt.shadow-get", "mqtt.shadow-delete");

    /** The HTTPS steps in the firmware's order. */
    public static final List<String> HTTPS_STEPS = List.of(
            "https.user-publish",
            "https.shadow-update-topic",
            "https.shadow-get-topic",
            "https.shadow-delete-topic",
            "https.shadow-update-rest",
            "https.shadow-get-rest",
            "https.shadow-delete-rest");

    private Steps() {}

    /** The phase of a step; a step outside the phases is its own. */
    public static String phase(String step) {
        for (String phase : MQTT_PHASES) {
            if (step.equals(phase) || step.startsWith(phase + ".")) {
                return phase;
            }
        }
        return step;
    }

    /** Prefix of the shadow topics of {@code operation} ({@code update}, {@code get}, {@code delete}). */
    public static String shadowTopic(IdentityFacts identity, String operation) {
        return "$aws/things/" + identity.thing() + "/shadow/" + operation;
    }

    /**
     * {@code update} for the phase {@code mqtt.shadow-update} and the step {@code https.shadow-update-rest}; null outside
     * the shadow phases.
     */
    public static @Nullable String shadowOperation(String step) {
        String phase = phase(step);
        if (phase.startsWith("mqtt.shadow-")) {
            return phase.substring("mqtt.shadow-".length());
        }
        return phase.startsWith("https.shadow-")
                ? phase.substring("https.shadow-".length(), phase.lastIndexOf('-'))
                : null;
    }

    /** True for the shadow's own HTTPS calls, as opposed to publishing on its topics. */
    public static boolean isRestful(String step) {
        return step.endsWith("-rest");
    }

    /** Where in a run a step stands. */
    public static Stage stage(String step) {
        String first = step.contains(".") ? step.substring(0, step.indexOf('.')) : step;
        return switch (first) {
            case "network" -> Stage.NETWORK;
            case "heap" -> Stage.HEAP;
            case "mqtt" -> step.endsWith(".tls") ? Stage.TLS : Stage.MQTT;
            case "https" -> step.endsWith(".tls") ? Stage.TLS : Stage.HTTPS;
            default -> Stage.BOOT;
        };
    }
}
