package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
        Collection<Message> taken =
                pairs(judging, operation, claimed(judging, operation)).values();
        List<Long> rest = restRequests(judging, operation);
        return unpaired(judging, operation)
                .filter(answer -> !taken.contains(answer))
                .filter(answer -> fits(operation, request, answer))
                .anyMatch(answer -> !isNearer(rest, answer, request));
    }

    /** What was accepted without any request on the topic at all, and is claimed by nobody. */
    static List<Message> unclaimed(Judging judging, String operation) {
        return without(judging, operation, judging.cloud().on(topic(judging, operation))).stream()
                .filter(answer -> judging.cloud().unused(Role.REST_CHANGE, answer.seq()))
                .toList();
    }

    private static List<Message> without(Judging judging, String operation, List<Message> requests) {
        List<Message> accepted = new ArrayList<>(accepted(judging, operation));
        accepted.removeAll(pairs(judging, operation, requests).values());
        return accepted;
    }

    private static List<Message> claimed(Judging judging, String operation) {
        return judging.cloud().on(topic(judging, operation)).stream()
                .filter(request -> !judging.cloud().unused(Role.PUBLISH, request.seq()))
                .toList();
    }

    private static Map<Message, Message> pairs(Judging judging, String operation, List<Message> requests) {
        List<Message> left = unpaired(judging, operation).collect(Collectors.toCollection(ArrayList::new));
        List<Long> rest = restRequests(judging, operation);
        Map<Message, Message> pairs = new LinkedHashMap<>();
        for (Message request : requests) {
            List<Long> others = Stream.concat(
                            rest.stream(),
                            requests.stream().filter(it -> it != request).map(Message::seq))
                    .toList();
            pair(request, operation, left, answer -> !isNearer(others, answer, request), pairs);
        }
        // A slow network may hold an answer back until the device has made its next request. An answer nearer to
        // another request is taken only when there are more than the RESTful requests need.
        for (Message request : requests) {
            if (!pairs.containsKey(request) && left.size() > rest.size()) {
                pair(request, operation, left, answer -> true, pairs);
            }
        }
        return pairs;
    }

    /** Moves the nearest of the {@code left} answers that fit and are eligible to {@code pairs}, if there is one. */
    private static void pair(
            Message request,
            String operation,
            List<Message> left,
            Predicate<Message> eligible,
            Map<Message, Message> pairs) {
        left.stream()
                .filter(answer -> fits(operation, request, answer))
                .filter(eligible)
                .min(Comparator.comparingLong(answer -> distance(answer, request.seq())))
                .ifPresent(answer -> {
                    left.remove(answer);
                    pairs.put(request, answer);
                });
    }

    /** All answers but those to RESTful requests: what a RESTful claim rests on, or was printed as its response. */
    private static Stream<Message> unpaired(Judging judging, String operation) {
        List<String> printed = responses(judging, operation)
                .map(response -> PrintedResponse.of(response, judging).body())
                .toList();
        return Stream.of("/accepted", "/rejected")
                .flatMap(kind -> answers(judging, operation, kind).stream())
                .filter(answer -> judging.cloud().unused(Role.REST_CHANGE, answer.seq()))
                .filter(answer -> printed.stream().noneMatch(body -> isSame(body, answer)));
    }

    /** True when a response has been printed that cannot tell which answer it is: {@code {}}, cut, or damaged. */
    static boolean isAnonymous(@Nullable PendingClaim response, String printed) {
        JsonNode body = Json.parse(printed);
        return response != null && (body == null || body.isEmpty());
    }

    /** Every {@code accepted} of this operation, without repetitions. */
    static List<Message> accepted(Judging judging, String operation) {
        return answers(judging, operation, "/accepted");
    }

    private static Stream<PendingClaim> responses(Judging judging, String operation) {
        String step = "https.shadow-" + operation + "-rest";
        return judging.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.HTTPS_RESPONSE
                        && it.step().equals(step));
    }

    /** True when the device printed {@code answer} as a response: but for the timestamp, which may be a second apart. */
    static boolean isSame(String printed, Message answer) {
        JsonNode left = Json.parse(printed);
        JsonNode right = answer.json();
        if (left == null || right == null) {
            return false;
        }
        long apart = Math.abs(
                left.path("timestamp").asLong(0) - right.path("timestamp").asLong(0));
        return apart <= 1 && essence(left).equals(essence(right));
    }

    private static JsonNode essence(JsonNode document) {
        return Json.without(document, "timestamp", "clientToken");
    }

    private static boolean isNearer(List<Long> rest, Message answer, Message request) {
        return rest.stream().anyMatch(seq -> distance(answer, seq) < distance(answer, request.seq()));
    }

    private static long distance(Message answer, long seq) {
        return Math.abs(answer.seq() - seq);
    }

    /**
     * Where the device printed RESTful requests of this kind whose answer is still to be found; nothing is published for
     * one that only reads.
     */
    private static List<Long> restRequests(Judging judging, String operation) {
        if (operation.equals("get")) {
            return List.of();
        }
        List<Message> accepted = accepted(judging, operation);
        Set<PendingClaim> known = responses(judging, operation)
                .filter(response -> {
                    String body = PrintedResponse.of(response, judging).body();
                    return accepted.stream().anyMatch(answer -> isSame(body, answer));
                })
                .map(response -> judging.before(response, ClaimKind.HTTPS_REQUEST))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        String step = "https.shadow-" + operation + "-rest";
        return judging.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.HTTPS_REQUEST
                        && it.step().equals(step))
                .filter(it -> !known.contains(it) && !isJudged(judging.after(it, ClaimKind.HTTPS_STATUS)))
                .map(PendingClaim::seq)
                .toList();
    }

    private static boolean isJudged(@Nullable PendingClaim status) {
        return status != null && status.ruling() != null;
    }

    /** True when {@code answer} may answer this document: an accepted update echoes the state it was sent. */
    static boolean fits(String operation, String document, Message answer) {
        return !operation.equals("update")
                || answer.topic().endsWith("/rejected")
                || sameState(state(document), answer);
    }

    private static boolean fits(String operation, Message request, Message answer) {
        JsonNode asked = request.json();
        return !operation.equals("update")
                || answer.topic().endsWith("/rejected")
                || sameState(asked == null ? null : asked.get("state"), answer);
    }

    private static boolean sameState(@Nullable JsonNode asked, Message accepted) {
        JsonNode seen = accepted.json();
        return asked != null && seen != null && asked.equals(seen.get("state"));
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
