package org.numakerbench.uart;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.IdentityFacts;
import org.numakerbench.model.Step;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.StepTable;

/** What the topics and paths of a run's identity tell of steps, claim after claim in wire order. */
final class StepsByName {
    private static final StepTable TABLE = StepTable.FIRMWARE;
    private static final Step MQTT_TLS = TABLE.named("mqtt.tls");
    private static final Step HTTPS_TLS = TABLE.named("https.tls");
    private static final List<Step> PHASES = TABLE.all(Action.PHASE);
    private static final Step USER = PHASES.get(0);
    private static final List<Step> REQUESTS = Stream.of(Action.POST, Action.REST)
            .flatMap(it -> TABLE.all(it).stream())
            .toList();

    private final RunContext run;
    private Step lastPhase = USER;
    private @Nullable Step lastRequest;

    StepsByName(RunContext run) {
        this.run = run;
    }

    void restart() {
        lastPhase = USER;
        lastRequest = null;
    }

    /**
     * The step of the next claim.
     *
     * @param said where it belongs by what the device said before
     */
    Step of(ClaimKind kind, Map<String, Object> fields, Step said) {
        Step step = named(kind, fields, said);
        Step phase = TABLE.inPhaseOf(step, Action.PHASE);
        if (phase.action() == Action.PHASE) {
            lastPhase = phase;
        }
        return step;
    }

    private Step named(ClaimKind kind, Map<String, Object> fields, Step said) {
        if (said.equals(MQTT_TLS) && !run.phases().contains(Step.MQTT)) {
            // A port that the profile does not name tells nothing.
            return HTTPS_TLS;
        }
        return switch (kind) {
            case MQTT_SUBSCRIBE -> spokenOf(fields, Action.SUBSCRIBE, said);
            case MQTT_PUBLISH -> spokenOf(fields, Action.PUBLISH, said);
            case MQTT_RECEIVE -> spokenOf(fields, Action.ARRIVE, said);
            case MQTT_UNSUBSCRIBE -> spokenOf(fields, Action.UNSUBSCRIBE, said);
            case MESSAGE_ARRIVED -> TABLE.inPhaseOf(lastPhase, Action.ARRIVE);
            case HTTPS_STEP_START, HTTPS_REQUEST -> {
                lastRequest = kind == ClaimKind.HTTPS_REQUEST ? requested(fields, said) : said;
                yield lastRequest;
            }
            case HTTPS_RECEIVED, HTTPS_STATUS, HTTPS_RESPONSE -> lastRequest == null ? said : lastRequest;
            default -> said;
        };
    }

    private Step spokenOf(Map<String, Object> fields, Action action, Step said) {
        if (!(fields.getOrDefault("topic", fields.get("filter")) instanceof String topic)) {
            return said;
        }
        IdentityFacts identity = run.identity();
        if (topic.equals(identity.userTopic()) || topic.equals(identity.userFilter())) {
            return TABLE.inPhaseOf(USER, action);
        }
        for (Step phase : PHASES) {
            if (phase.operation() != null
                    && (topic + "/").startsWith(phase.operation().topic(identity.thing()) + "/")) {
                return TABLE.inPhaseOf(phase, action);
            }
        }
        return said;
    }

    /** The step whose method and path this request has. */
    private Step requested(Map<String, Object> fields, Step said) {
        if (!(fields.get("path") instanceof String path)) {
            return said;
        }
        int query = path.indexOf('?');
        String printed = fields.get("method") + " " + (query < 0 ? path : path.substring(0, query));
        IdentityFacts identity = run.identity();
        return REQUESTS.stream()
                .filter(it -> it.request(identity.thing(), identity.userTopic()).equals(printed))
                .findFirst()
                .orElse(said);
    }
}
