package org.numakerbench.sim.cloud.rest;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.numakerbench.sim.cloud.mqtt.Broker;
import org.numakerbench.sim.cloud.mqtt.Limits;
import org.numakerbench.sim.cloud.mqtt.ReservedTopics;
import org.numakerbench.sim.cloud.mqtt.RetainedMessage;
import org.numakerbench.sim.cloud.policy.AccessControl;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.shadow.ShadowName;
import org.numakerbench.sim.cloud.shadow.ShadowName.Operation;
import org.numakerbench.sim.cloud.shadow.ShadowReply;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the HTTPS data plane answers: publishing, shadows, retained messages. Same policies, same shadows, same messages as
 * over MQTT. Source: AWS IoT API Reference, "AWS IoT data plane".
 */
final class RestApi {
    private static final String TOPICS = "/topics/";
    private static final String RETAINED = "/retainedMessage";
    private static final List<String> NAMED_SHADOWS = List.of("api", "things", "shadow", "ListNamedShadowsForThing");
    private static final int PAGE = 200;

    private final AccessControl access;
    private final Broker broker;

    RestApi(AccessControl access, Broker broker) {
        this.access = access;
        this.broker = broker;
    }

    RestAnswer answer(Principal principal, String method, String uri, byte[] body) {
        AccessControl.Permissions permissions = access.permissions(principal);
        RawTarget target = RawTarget.of(uri);
        if (target.path().startsWith(TOPICS)) {
            return method.equals("POST") ? publish(target, permissions, body) : notAllowed();
        }
        if (target.path().equals(RETAINED) || target.path().startsWith(RETAINED + "/")) {
            return method.equals("GET") ? retained(target, permissions) : notAllowed();
        }
        List<String> segments = target.segments();
        if (segments.size() == 3
                && segments.get(0).equals("things")
                && segments.get(2).equals("shadow")) {
            ShadowName name = new ShadowName(segments.get(1), target.query().get("name"));
            return shadow(method, name, permissions, body);
        }
        if (segments.size() == 5 && segments.subList(0, 4).equals(NAMED_SHADOWS)) {
            return method.equals("GET") ? namedShadows(segments.get(4), target, permissions) : notAllowed();
        }
        return RestAnswer.error(404, "Not found");
    }

    /** {@code POST /topics/{topic}?qos=0|1&retain=true}; the topic is the rest of the path, decoded once. */
    private RestAnswer publish(RawTarget target, AccessControl.Permissions permissions, byte[] body) {
        String topic = RawTarget.decode(target.path().substring(TOPICS.length()));
        String qos = target.query().getOrDefault("qos", "0");
        boolean retain = target.query().getOrDefault("retain", "false").equals("true");
        if (!Limits.isTopic(topic) || !Set.of("0", "1").contains(qos)) {
            return RestAnswer.error(400, Limits.isTopic(topic) ? "Invalid QoS" : "Invalid topic");
        }
        String resource = "topic/" + topic;
        if (!permissions.allows("iot:Publish", resource)) {
            return RestAnswer.forbidden("iot:Publish", resource);
        }
        if (retain && !permissions.allows("iot:RetainPublish", resource)) {
            return RestAnswer.forbidden("iot:RetainPublish", resource);
        }
        if (!ReservedTopics.maySend(topic, retain)) {
            return RestAnswer.error(
                    400, "Reserved topic", "a reserved topic that no client publishes on", ReservedTopics.PUBLISH_RULE);
        }
        if (retain && !broker.hasRoomToRetain(topic, body)) {
            return RestAnswer.error(
                    429,
                    "Rate exceeded",
                    "no room for another retained message",
                    "delete retained messages: publish empty ones with retain=true");
        }
        broker.publish(topic, body, Integer.parseInt(qos), retain);
        return RestAnswer.taken();
    }

    private RestAnswer shadow(String method, ShadowName name, AccessControl.Permissions permissions, byte[] body) {
        String action;
        Operation operation;
        switch (method) {
            case "GET" -> {
                action = "iot:GetThingShadow";
                operation = Operation.GET;
            }
            case "POST" -> {
                action = "iot:UpdateThingShadow";
                operation = Operation.UPDATE;
            }
            case "DELETE" -> {
                action = "iot:DeleteThingShadow";
                operation = Operation.DELETE;
            }
            default -> {
                return notAllowed();
            }
        }
        if (!permissions.allows(action, name.resource())) {
            return RestAnswer.forbidden(action, name.resource());
        }
        // A body on GET or DELETE means nothing here; the firmware sends an empty one.
        byte[] document = operation == Operation.UPDATE ? body : new byte[0];
        ShadowReply reply = broker.shadows().onRest(name, operation, document);
        return reply instanceof ShadowReply.Rejected rejected
                ? RestAnswer.error(rejected.code(), rejected.message())
                : RestAnswer.success(reply.body());
    }

    private RestAnswer namedShadows(String thing, RawTarget target, AccessControl.Permissions permissions) {
        if (!permissions.allows("iot:ListNamedShadowsForThing", "thing/" + thing)) {
            return RestAnswer.forbidden("iot:ListNamedShadowsForThing", "thing/" + thing);
        }
        List<String> names = broker.shadows().named(thing);
        return RestAnswer.success(page(names, target, "pageSize", "results", ArrayNode::add)
                .put("timestamp", broker.now().getEpochSecond()));
    }

    /** {@code GET /retainedMessage/{topic}} and {@code GET /retainedMessage?maxResults=…&nextToken=…}. */
    private RestAnswer retained(RawTarget target, AccessControl.Permissions permissions) {
        if (target.path().equals(RETAINED)) {
            if (!permissions.allows("iot:ListRetainedMessages", "*")) {
                return RestAnswer.forbidden("iot:ListRetainedMessages", "*");
            }
            List<RetainedMessage> all = List.copyOf(broker.retained().values());
            return RestAnswer.success(page(
                    all,
                    target,
                    "maxResults",
                    "retainedTopics",
                    (array, message) ->
                            summary(array.addObject(), message).put("payloadSize", message.payload().length)));
        }
        String topic = RawTarget.decode(target.path().substring(RETAINED.length() + 1));
        if (!permissions.allows("iot:GetRetainedMessage", "topic/" + topic)) {
            return RestAnswer.forbidden("iot:GetRetainedMessage", "topic/" + topic);
        }
        RetainedMessage message = broker.retained().get(topic);
        return message == null
                ? RestAnswer.error(404, "No retained message exists for topic")
                : RestAnswer.success(summary(JsonNodeFactory.instance.objectNode(), message)
                        .put("payload", Base64.getEncoder().encodeToString(message.payload())));
    }

    private static ObjectNode summary(ObjectNode into, RetainedMessage message) {
        return into.put("topic", message.topic())
                .put("qos", message.qos())
                .put("lastModifiedTime", message.lastModified().toEpochMilli());
    }

    private interface Entry<T> {
        void add(ArrayNode array, T element);
    }

    /** One page of a list; the token is the index of the next element. */
    private static <T> ObjectNode page(List<T> all, RawTarget target, String sizeKey, String key, Entry<T> entry) {
        int from = Math.min(number(target.query(), "nextToken", 0), all.size());
        int to = Math.min(from + Math.max(1, Math.min(PAGE, number(target.query(), sizeKey, PAGE))), all.size());
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode array = page.putArray(key);
        all.subList(from, to).forEach(element -> entry.add(array, element));
        return to < all.size() ? page.put("nextToken", String.valueOf(to)) : page;
    }

    private static int number(Map<String, String> query, String key, int otherwise) {
        String value = query.getOrDefault(key, "");
        return value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : otherwise;
    }

    private static RestAnswer notAllowed() {
        return RestAnswer.error(405, "Method not allowed");
    }
}
