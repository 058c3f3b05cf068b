package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** What the firmware says in one good boot, in order (main.cpp, start_test, sub_pub_topic and run_req_resp). */
public final class Expectations {
    /** One result line. */
    public record Expected(String step, ClaimKind kind) {}

    private Expectations() {}

    /** The result lines of a whole run. */
    public static List<Expected> of(RunContext context) {
        List<Expected> all = new ArrayList<>();
        all.add(new Expected("boot", ClaimKind.BOOT_BANNER));
        all.add(new Expected("boot", ClaimKind.MBED_OS_VERSION));
        if (context.phases().contains("mqtt")) {
            all.add(new Expected("mqtt.tls", ClaimKind.CONNECTED));
            all.add(new Expected("mqtt.connect", ClaimKind.MQTT_CONNECT));
            for (String phase : Steps.MQTT_PHASES) {
                // User topic: one filter. Shadow phases: accepted and rejected.
                int filters = Steps.shadowOperation(phase) == null ? 1 : 2;
                repeat(all, filters, phase + ".subscribe", ClaimKind.MQTT_SUBSCRIBE);
                repeat(all, 1, phase + ".publish", ClaimKind.MQTT_PUBLISH);
                repeat(all, 1, phase + ".arrive", ClaimKind.MESSAGE_ARRIVED);
                repeat(all, filters, phase + ".unsubscribe", ClaimKind.MQTT_UNSUBSCRIBE);
                repeat(all, 1, phase, ClaimKind.PHASE_END);
            }
            all.add(new Expected("mqtt.disconnect", ClaimKind.MQTT_DISCONNECT));
        }
        if (context.phases().contains("https")) {
            all.add(new Expected("https.tls", ClaimKind.CONNECTED));
            for (String step : Steps.HTTPS_STEPS) {
                all.add(new Expected(step, ClaimKind.HTTPS_STATUS));
                all.add(new Expected(step, ClaimKind.HTTPS_RESPONSE));
                all.add(new Expected(step, ClaimKind.HTTPS_STEP_END));
            }
        }
        all.add(new Expected("heap", ClaimKind.HEAP_CURRENT));
        all.add(new Expected("heap", ClaimKind.HEAP_MAX));
        return all;
    }

    private static void repeat(List<Expected> all, int times, String step, ClaimKind kind) {
        for (int i = 0; i < times; i++) {
            all.add(new Expected(step, kind));
        }
    }

    /** The expected results that {@code heard}, the claims of one boot, lacks. */
    public static List<Expected> missing(RunContext context, List<PendingClaim> heard) {
        List<PendingClaim> left = new ArrayList<>(heard);
        List<Expected> missing = new ArrayList<>();
        for (Expected expected : of(context)) {
            PendingClaim found = left.stream()
                    .filter(it -> it.claim().kind() == expected.kind())
                    .filter(it -> it.step().equals(expected.step()))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                missing.add(expected);
            } else {
                left.remove(found);
            }
        }
        return missing;
    }

    /** Where a device that went silent after {@code last} was expected to go on. */
    public static String nextStep(RunContext context, @Nullable PendingClaim last, boolean arrived) {
        if (last == null) {
            return "boot";
        }
        boolean https = last.step().startsWith("https");
        String first = context.phases().contains("mqtt") ? "mqtt.tls" : "https.tls";
        Claim claim = last.claim();
        String phase = Steps.phase(last.step());
        return switch (claim.kind()) {
            case BOOT_BANNER, MBED_OS_VERSION, PROVISION -> "network";
            case NETWORK, DNS -> first;
            case CONNECTED, CLIENT_ID -> https ? Steps.HTTPS_STEPS.get(0) : "mqtt.connect";
            case MQTT_CONNECT -> "mqtt.user.subscribe";
            case PHASE_START -> phase + ".subscribe";
            case MQTT_SUBSCRIBE, MESSAGE_TO_PUBLISH -> phase + ".publish";
            case MQTT_PUBLISH -> phase + (arrived ? ".unsubscribe" : ".arrive");
            case MQTT_RECEIVE, MESSAGE_ARRIVED -> phase + ".unsubscribe";
            case PHASE_END -> afterPhase(phase);
            case MQTT_DISCONNECT -> context.phases().contains("https") ? "https.tls" : "heap";
            case HTTPS_STEP_END -> afterStep(last.step());
            default -> last.step();
        };
    }

    private static String afterStep(String step) {
        int at = Steps.HTTPS_STEPS.indexOf(step);
        return at >= 0 && at + 1 < Steps.HTTPS_STEPS.size() ? Steps.HTTPS_STEPS.get(at + 1) : "heap";
    }

    private static String afterPhase(String phase) {
        int at = Steps.MQTT_PHASES.indexOf(phase);
        return at >= 0 && at + 1 < Steps.MQTT_PHASES.size()
                ? Steps.MQTT_PHASES.get(at + 1) + ".subscribe"
                : "mqtt.disconnect";
    }
}
