package org.numakerbench.cloud.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.numakerbench.firmware.Identity;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Step;
import org.numakerbench.model.StepTable;

/** What a run needs to be allowed: the device step by step, and the witness. */
public final class RunNeeds {
    private static final String EVENTS = "$aws/events/";

    private RunNeeds() {}

    /**
     * The device's needs in the order of its steps (main.cpp).
     *
     * @param phases {@code mqtt}, {@code https}
     */
    public static List<Need> ofDevice(Identity identity, List<String> phases) {
        Map<String, String> client = attributes(identity.clientId(), identity.thing());
        // An HTTPS client has no client ID.
        Map<String, String> none = Map.of();
        List<Need> needs = new ArrayList<>();
        for (Step step : StepTable.FIRMWARE.of(phases)) {
            String topic = step.topic(identity.thing(), identity.userTopic());
            List<String> answers =
                    step.operation() == null ? List.of() : List.of(topic + "/accepted", topic + "/rejected");
            switch (step.action()) {
                case CONNECT ->
                    needs.add(new Need(step.name(), "iot:Connect", "client/" + identity.clientId(), client));
                case SUBSCRIBE ->
                    (answers.isEmpty() ? List.of(identity.userFilter()) : answers)
                            .forEach(it -> needs.add(subscribe(step.name(), it, client)));
                case PUBLISH -> needs.add(publish(step.name(), topic, client));
                case ARRIVE ->
                    (answers.isEmpty() ? List.of(topic) : answers)
                            .forEach(it -> needs.add(receive(step.name(), it, client)));
                case POST -> needs.add(publish(step.name(), topic, none));
                case REST -> needs.add(thing(step.name(), "iot:" + shadowAction(step), identity));
                default -> {}
            }
        }
        return needs;
    }

    private static String shadowAction(Step step) {
        return switch (Objects.requireNonNull(step.operation())) {
            case UPDATE -> "UpdateThingShadow";
            case GET -> "GetThingShadow";
            case DELETE -> "DeleteThingShadow";
        };
    }

    /**
     * The witness's needs: its subscriptions, what comes on them, its canary, its REST read.
     *
     * @param ownFilters of what else the user's own firmware speaks of
     */
    public static List<Need> ofWitness(Identity device, String clientId, List<String> ownFilters) {
        Map<String, String> client = attributes(clientId, "");
        String canary = "numaker-bench/canary/" + clientId;
        List<Need> needs = new ArrayList<>();
        needs.add(new Need("witness.connect", "iot:Connect", "client/" + clientId, client));
        needs.add(subscribe("witness.presence", EVENTS + "presence/+/" + device.clientId(), client));
        for (String event : List.of("connected", "disconnected")) {
            needs.add(receive("witness.presence", EVENTS + "presence/" + event + "/" + device.clientId(), client));
        }
        for (String watched : List.of(device.clientId(), clientId)) {
            needs.add(subscribe("witness.subscriptions", EVENTS + "subscriptions/+/" + watched, client));
            for (String event : List.of("subscribed", "unsubscribed")) {
                needs.add(receive("witness.subscriptions", EVENTS + "subscriptions/" + event + "/" + watched, client));
            }
        }
        needs.add(subscribe("witness.user", device.userFilter(), client));
        needs.add(receive("witness.user", device.userTopic(), client));
        needs.add(subscribe("witness.shadow", shadow(device, "#"), client));
        for (ShadowOperation operation : ShadowOperation.values()) {
            for (String answer : List.of("", "/accepted", "/rejected")) {
                needs.add(receive("witness.shadow", operation.topic(device.thing()) + answer, client));
            }
        }
        needs.add(receive("witness.shadow", shadow(device, "update/delta"), client));
        needs.add(receive("witness.shadow", shadow(device, "update/documents"), client));
        for (String filter : ownFilters) {
            needs.add(subscribe("witness.own", filter, client));
            needs.add(receive("witness.own", filter.replace('+', '*').replace('#', '*'), client));
        }
        needs.add(subscribe("witness.canary", canary, client));
        needs.add(publish("witness.canary", canary, client));
        needs.add(receive("witness.canary", canary, client));
        needs.add(thing("witness.shadow-read", "iot:GetThingShadow", device));
        return needs;
    }

    private static Map<String, String> attributes(String clientId, String thing) {
        Map<String, String> attributes = new HashMap<>(Map.of("iot:clientid", clientId));
        if (clientId.equals(thing)) {
            // AWS gives these a value when the certificate is attached to the thing that the client is named after.
            attributes.put("iot:connection.thing.thingname", thing);
            attributes.put("iot:connection.thing.isattached", "true");
        }
        return attributes;
    }

    private static Need subscribe(String step, String filter, Map<String, String> client) {
        return new Need(step, "iot:Subscribe", "topicfilter/" + filter, client);
    }

    private static Need publish(String step, String topic, Map<String, String> client) {
        return new Need(step, "iot:Publish", "topic/" + topic, client);
    }

    private static Need receive(String step, String topic, Map<String, String> client) {
        return new Need(step, "iot:Receive", "topic/" + topic, client);
    }

    private static Need thing(String step, String action, Identity identity) {
        return new Need(step, action, "thing/" + identity.thing(), Map.of());
    }

    private static String shadow(Identity identity, String rest) {
        return "$aws/things/" + identity.thing() + "/shadow/" + rest;
    }
}
