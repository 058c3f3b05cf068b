package org.numakerbench.cloud.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.numakerbench.firmware.Identity;

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
        List<Need> needs = new ArrayList<>();
        if (phases.contains("mqtt")) {
            Map<String, String> client = attributes(identity.clientId(), identity.thing());
            needs.add(new Need("mqtt.connect", "iot:Connect", "client/" + identity.clientId(), client));
            needs.add(subscribe("mqtt.user.subscribe", identity.userFilter(), client));
            needs.add(publish("mqtt.user.publish", identity.userTopic(), client));
            needs.add(receive("mqtt.user.arrive", identity.userTopic(), client));
            for (String operation : List.of("update", "get", "delete")) {
                String step = "mqtt.shadow-" + operation;
                String topic = shadow(identity, operation);
                needs.add(subscribe(step + ".subscribe", topic + "/accepted", client));
                needs.add(subscribe(step + ".subscribe", topic + "/rejected", client));
                needs.add(publish(step + ".publish", topic, client));
                needs.add(receive(step + ".arrive", topic + "/accepted", client));
                needs.add(receive(step + ".arrive", topic + "/rejected", client));
            }
        }
        if (phases.contains("https")) {
            // An HTTPS client has no client ID.
            Map<String, String> none = Map.of();
            needs.add(publish("https.user-publish", identity.userTopic(), none));
            for (String operation : List.of("update", "get", "delete")) {
                needs.add(publish("https.shadow-" + operation + "-topic", shadow(identity, operation), none));
            }
            needs.add(thing("https.shadow-update-rest", "iot:UpdateThingShadow", identity));
            needs.add(thing("https.shadow-get-rest", "iot:GetThingShadow", identity));
            needs.add(thing("https.shadow-delete-rest", "iot:DeleteThingShadow", identity));
        }
        return needs;
    }

    /** The witness's needs: its subscriptions, what comes on them, its canary, its REST read. */
    public static List<Need> ofWitness(Identity device, String clientId) {
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
        for (String operation : List.of("update", "get", "delete")) {
            for (String answer : List.of("", "/accepted", "/rejected")) {
                needs.add(receive("witness.shadow", shadow(device, operation + answer), client));
            }
        }
        needs.add(receive("witness.shadow", shadow(device, "update/delta"), client));
        needs.add(receive("witness.shadow", shadow(device, "update/documents"), client));
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
