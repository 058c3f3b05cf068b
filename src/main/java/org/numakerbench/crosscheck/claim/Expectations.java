package org.numakerbench.crosscheck.claim;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Step;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.StepTable;
import org.numakerbench.uart.ClaimKind;

/** What the firmware says in one good boot, in order (main.cpp, start_test, sub_pub_topic and run_req_resp). */
public final class Expectations {
    private static final StepTable TABLE = StepTable.FIRMWARE;

    /** One result line. */
    public record Expected(Step step, ClaimKind kind) {}

    private Expectations() {}

    /** The result lines of a whole run. */
    public static List<Expected> of(RunContext context) {
        return TABLE.of(context.phases()).stream()
                .flatMap(step -> results(step).map(kind -> new Expected(step, kind)))
                .toList();
    }

    private static Stream<ClaimKind> results(Step step) {
        return switch (step.action()) {
            case BOOT -> Stream.of(ClaimKind.BOOT_BANNER, ClaimKind.MBED_OS_VERSION);
            case NETWORK, OWN -> Stream.empty();
            case TLS -> Stream.of(ClaimKind.CONNECTED);
            case CONNECT -> Stream.of(ClaimKind.MQTT_CONNECT);
            case SUBSCRIBE -> eachFilter(step, ClaimKind.MQTT_SUBSCRIBE);
            case PUBLISH -> Stream.of(ClaimKind.MQTT_PUBLISH);
            case ARRIVE -> Stream.of(ClaimKind.MESSAGE_ARRIVED);
            case UNSUBSCRIBE -> eachFilter(step, ClaimKind.MQTT_UNSUBSCRIBE);
            case PHASE -> Stream.of(ClaimKind.PHASE_END);
            case DISCONNECT -> Stream.of(ClaimKind.MQTT_DISCONNECT);
            case POST, REST -> Stream.of(ClaimKind.HTTPS_STATUS, ClaimKind.HTTPS_RESPONSE, ClaimKind.HTTPS_STEP_END);
            case HEAP -> Stream.of(ClaimKind.HEAP_CURRENT, ClaimKind.HEAP_MAX);
        };
    }

    /** Shadow phases: accepted and rejected. */
    private static Stream<ClaimKind> eachFilter(Step step, ClaimKind kind) {
        return step.operation() == null ? Stream.of(kind) : Stream.of(kind, kind);
    }

    /** Where a device that went silent after {@code last} was expected to go on. */
    public static Step nextStep(RunContext context, @Nullable PendingClaim last, boolean arrived) {
        if (last == null) {
            return TABLE.first(Action.BOOT);
        }
        Step step = last.step();
        if (step.action() == Action.OWN) {
            // Nobody has told what comes behind it.
            return step;
        }
        return switch (last.claim().kind()) {
            case PHASE_START -> TABLE.inPhaseOf(step, Action.SUBSCRIBE);
            case MQTT_PUBLISH -> TABLE.inPhaseOf(step, arrived ? Action.UNSUBSCRIBE : Action.ARRIVE);
            // Its mode is printed before it connects, a look-up before its answer.
            case NETWORK, DNS, PROVISION -> last.claim().claimsSuccess() ? TABLE.after(step, context.phases()) : step;
            case BOOT_BANNER,
                    MBED_OS_VERSION,
                    CONNECTED,
                    MQTT_CONNECT,
                    MQTT_SUBSCRIBE,
                    MQTT_RECEIVE,
                    MESSAGE_ARRIVED,
                    PHASE_END,
                    MQTT_DISCONNECT,
                    HTTPS_STEP_END -> TABLE.after(step, context.phases());
            default -> step;
        };
    }
}
