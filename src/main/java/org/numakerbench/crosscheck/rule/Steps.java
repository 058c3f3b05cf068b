package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.IdentityFacts;
import org.numakerbench.evidence.Stage;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

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

    /**
     * The step of a claim: by its topic where it names one of this identity (the line that starts a phase may be
     * damaged), else as the parser tells it.
     */
    public static String of(Claim claim, String lastPhase, RunContext context) {
        IdentityFacts identity = context.identity();
        String step = claim.step() == null ? "boot" : claim.step();
        if (step.equals("mqtt.tls") && !context.phases().contains("mqtt")) {
            // The parser cannot know a port that is neither 8443 nor 443.
            return "https.tls";
        }
        String topic = claim.string("topic") == null ? claim.string("filter") : claim.string("topic");
        String action = action(claim.kind());
        if (action == null) {
            return step;
        }
        if (topic == null) {
            return claim.kind() == ClaimKind.MESSAGE_ARRIVED ? lastPhase + action : step;
        }
        if (topic.equals(identity.userTopic()) || topic.equals(identity.userFilter())) {
            return "mqtt.user" + action;
        }
        for (String phase : MQTT_PHASES) {
            String operation = shadowOperation(phase);
            if (operation != null && (topic + "/").startsWith(shadowTopic(identity, operation) + "/")) {
                return phase + action;
            }
        }
        return step;
    }

    private static @Nullable String action(ClaimKind kind) {
        return switch (kind) {
            case MQTT_SUBSCRIBE -> ".subscribe";
            case MQTT_PUBLISH -> ".publish";
            case MESSAGE_ARRIVED, MQTT_RECEIVE -> ".arrive";
            case MQTT_UNSUBSCRIBE -> ".unsubscribe";
            default -> null;
        };
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
