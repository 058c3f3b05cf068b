package org.numakerbench.crosscheck.rule;

import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.IdentityFacts;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * The step of each claim in turn: by its topic or path where it names one of this identity (the line that starts a phase
 * may be damaged), else as the parser tells it.
 */
public final class StepResolver {
    private final RunContext context;
    private String lastPhase = "mqtt.user";
    private @Nullable String lastHttps;

    public StepResolver(RunContext context) {
        this.context = context;
    }

    /** The step of the next claim. */
    public String of(Claim claim) {
        String step = step(claim);
        String phase = Steps.phase(step);
        if (!phase.equals(step) || Steps.MQTT_PHASES.contains(step)) {
            lastPhase = phase;
        }
        return step;
    }

    private String step(Claim claim) {
        String told = claim.step() == null ? "boot" : claim.step();
        if (told.equals("mqtt.tls") && !context.phases().contains("mqtt")) {
            // The parser cannot know a port that is neither 8443 nor 443.
            return "https.tls";
        }
        return switch (claim.kind()) {
            case MQTT_SUBSCRIBE -> mqtt(claim, ".subscribe", told);
            case MQTT_PUBLISH -> mqtt(claim, ".publish", told);
            case MQTT_RECEIVE -> mqtt(claim, ".arrive", told);
            case MQTT_UNSUBSCRIBE -> mqtt(claim, ".unsubscribe", told);
            case MESSAGE_ARRIVED -> lastPhase + ".arrive";
            case HTTPS_STEP_START, HTTPS_REQUEST -> {
                String named = claim.kind() == ClaimKind.HTTPS_REQUEST ? https(claim) : null;
                lastHttps = named == null ? told : named;
                yield lastHttps;
            }
            case HTTPS_RECEIVED, HTTPS_STATUS, HTTPS_RESPONSE -> lastHttps == null ? told : lastHttps;
            default -> told;
        };
    }

    private String mqtt(Claim claim, String action, String told) {
        IdentityFacts identity = context.identity();
        String topic = claim.string("topic") == null ? claim.string("filter") : claim.string("topic");
        if (topic == null) {
            return told;
        }
        if (topic.equals(identity.userTopic()) || topic.equals(identity.userFilter())) {
            return "mqtt.user" + action;
        }
        for (String phase : Steps.MQTT_PHASES) {
            String operation = Steps.shadowOperation(phase);
            if (operation != null && (topic + "/").startsWith(Steps.shadowTopic(identity, operation) + "/")) {
                return phase + action;
            }
        }
        return told;
    }

    /** The step whose method and path this request has; null when it is none of them. */
    private @Nullable String https(Claim request) {
        IdentityFacts identity = context.identity();
        String path = request.string("path");
        String method = request.string("method");
        if (path == null || method == null) {
            return null;
        }
        String target = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        for (String step : Steps.HTTPS_STEPS) {
            String operation = Steps.shadowOperation(step);
            String expected = operation == null
                    ? "POST /topics/" + identity.userTopic()
                    : Steps.isRestful(step)
                            ? verb(operation) + " /things/" + identity.thing() + "/shadow"
                            : "POST /topics/" + Steps.shadowTopic(identity, operation);
            if (expected.equals(method + " " + target)) {
                return step;
            }
        }
        return null;
    }

    private static String verb(String operation) {
        return switch (operation) {
            case "get" -> "GET";
            case "delete" -> "DELETE";
            default -> "POST";
        };
    }
}
