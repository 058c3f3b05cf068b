package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.CloudTimeline.Role;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;

/**
 * Which answer of the shadow service belongs to which request. A request on a topic and a RESTful one are answered alike
 * over MQTT; what no request on the topic explains was asked RESTfully. AWS promises no order, so an answer belongs to
 * the request nearest to it, of those that fit.
 */
final class ShadowAnswers {
    private ShadowAnswers() {}

    /** The answer to {@code request}, a message on the request topic that a claim rests on; accepted or rejected. */
    static Optional<Message> to(Judging judging, String operation, Message request) {
        return Optional.ofNullable(
                pairs(judging, operation, claimed(judging, operation)).get(request));
    }

    /**
     * What was accepted without any request on the topic: none at all while claims of such requests may still come, none
     * that a claim rests on at the end. (The rest are repetitions, which QoS 1 allows.)
     */
    static List<Message> restful(Judging judging, String operation) {
        return without(
                judging,
                operation,
                judging.closed() ? claimed(judging, operation) : judging.cloud().on(topic(judging, operation)));
    }

    /** True when the service answered {@code request} beside all requests that claims rest on: it is no repetition. */
    static boolean isAnswered(Judging judging, String operation, Message request) {
        List<Message> requests = new ArrayList<>(claimed(judging, operation));
        requests.add(request);
        return pairs(judging, operation, requests).containsKey(request);
    }

    /** What was accepted without any request on the topic at all, and is claimed by nobody. */
    static List<Message> unclaimed(Judging judging, String operation) {
        return without(judging, operation, judging.cloud().on(topic(judging, operation))).stream()
                .filter(answer -> judging.cloud().unused(Role.REST_CHANGE, answer.seq()))
                .toList();
    }

    private static List<Message> without(Judging judging, String operation, List<Message> requests) {
        List<Message> accepted = new ArrayList<>(answers(judging, operation, "/accepted"));
        accepted.removeAll(pairs(judging, operation, requests).values());
        return accepted;
    }

    private static List<Message> claimed(Judging judging, String operation) {
        return judging.cloud().on(topic(judging, operation)).stream()
                .filter(request -> !judging.cloud().unused(Role.PUBLISH, request.seq()))
                .toList();
    }

    private static Map<Message, Message> pairs(Judging judging, String operation, List<Message> requests) {
        List<Message> left = Stream.of("/accepted", "/rejected")
                .flatMap(kind -> answers(judging, operation, kind).stream())
                .filter(answer -> judging.cloud().unused(Role.REST_CHANGE, answer.seq()))
                .collect(Collectors.toCollection(ArrayList::new));
        List<Long> rest = restRequests(judging, operation);
        Map<Message, Message> pairs = new LinkedHashMap<>();
        for (Message request : requests) {
            left.stream()
                    .filter(answer -> fits(operation, request.text(), answer))
                    .filter(answer ->
                            rest.stream().noneMatch(seq -> distance(answer, seq) < distance(answer, request.seq())))
                    .min(Comparator.comparingLong(answer -> distance(answer, request.seq())))
                    .ifPresent(answer -> {
                        left.remove(answer);
                        pairs.put(request, answer);
                    });
        }
        return pairs;
    }

    private static long distance(Message answer, long seq) {
        return Math.abs(answer.seq() - seq);
    }

    /** Where the device printed RESTful requests of this kind: an answer near to one is not for the topic. */
    private static List<Long> restRequests(Judging judging, String operation) {
        String step = "https.shadow-" + operation + "-rest";
        return judging.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.HTTPS_REQUEST
                        && it.step().equals(step))
                .map(HeardClaim::seq)
                .toList();
    }

    /** True when {@code answer} may answer this document: an accepted update echoes the state it was sent. */
    static boolean fits(String operation, String document, Message answer) {
        return !operation.equals("update") || answer.topic().endsWith("/rejected") || sameState(document, answer);
    }

    private static boolean sameState(String document, Message accepted) {
        JsonNode asked = state(document);
        return asked != null && asked.equals(state(accepted.text()));
    }

    /** The {@code state} that a document asks for or confirms; null when it has none. */
    static @Nullable JsonNode state(String document) {
        JsonNode root = Json.parse(document);
        return root == null ? null : root.get("state");
    }

    /** Without repetitions, which QoS 1 allows: versions and timestamps tell answers apart. */
    private static List<Message> answers(Judging judging, String operation, String kind) {
        Map<String, Message> distinct = new LinkedHashMap<>();
        judging.cloud()
                .on(topic(judging, operation) + kind)
                .forEach(answer -> distinct.putIfAbsent(answer.text(), answer));
        return List.copyOf(distinct.values());
    }

    private static String topic(Judging judging, String operation) {
        return Steps.shadowTopic(judging.context().identity(), operation);
    }
}
