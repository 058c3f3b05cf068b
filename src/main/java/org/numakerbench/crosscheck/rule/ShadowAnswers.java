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
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Step;
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
    static Optional<Message> to(RunView run, ShadowOperation operation, Message request) {
        return Optional.ofNullable(
                pairs(run, operation, claimed(run, operation)).get(request));
    }

    /**
     * What was accepted without any request on the topic: none at all while claims of such requests may still come, none
     * that a claim rests on at the end. (The rest are repetitions, which QoS 1 allows.)
     */
    static List<Message> restful(RunView run, ShadowOperation operation) {
        return without(
                run,
                operation,
                run.closed() ? claimed(run, operation) : run.cloud().on(run.topic(operation)));
    }

    /** True when the service answered {@code request} beside all requests that claims rest on: it is no repetition. */
    static boolean isAnswered(RunView run, ShadowOperation operation, Message request) {
        Collection<Message> taken =
                pairs(run, operation, claimed(run, operation)).values();
        List<Long> rest = restRequests(run, operation);
        return unpaired(run, operation)
                .filter(answer -> !taken.contains(answer))
                .filter(answer -> fits(operation, request, answer))
                .anyMatch(answer -> !isNearer(rest, answer, request));
    }

    /** What was accepted without any request on the topic at all, and is claimed by nobody. */
    static List<Message> unclaimed(RunView run, ShadowOperation operation) {
        return without(run, operation, run.cloud().on(run.topic(operation))).stream()
                .filter(answer -> run.cloud().isUnused(Role.REST_CHANGE, answer.seq()))
                .toList();
    }

    private static List<Message> without(RunView run, ShadowOperation operation, List<Message> requests) {
        List<Message> accepted = new ArrayList<>(accepted(run, operation));
        accepted.removeAll(pairs(run, operation, requests).values());
        return accepted;
    }

    private static List<Message> claimed(RunView run, ShadowOperation operation) {
        return run.cloud().on(run.topic(operation)).stream()
                .filter(request -> !run.cloud().isUnused(Role.PUBLISH, request.seq()))
                .toList();
    }

    private static Map<Message, Message> pairs(RunView run, ShadowOperation operation, List<Message> requests) {
        List<Message> left = unpaired(run, operation).collect(Collectors.toCollection(ArrayList::new));
        List<Long> rest = restRequests(run, operation);
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
            ShadowOperation operation,
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
    private static Stream<Message> unpaired(RunView run, ShadowOperation operation) {
        List<String> printed = responses(run, operation)
                .map(response -> PrintedResponse.of(response, run).body())
                .toList();
        return Stream.of("/accepted", "/rejected")
                .flatMap(kind -> answers(run, operation, kind).stream())
                .filter(answer -> run.cloud().isUnused(Role.REST_CHANGE, answer.seq()))
                .filter(answer -> printed.stream().noneMatch(body -> isSame(body, answer)));
    }

    /** True when a response has been printed that cannot tell which answer it is: {@code {}}, cut, or damaged. */
    static boolean isAnonymous(@Nullable PendingClaim response, String printed) {
        JsonNode body = Json.parse(printed);
        return response != null && (body == null || body.isEmpty());
    }

    /** Every {@code accepted} of this operation, without repetitions. */
    static List<Message> accepted(RunView run, ShadowOperation operation) {
        return answers(run, operation, "/accepted");
    }

    private static Stream<PendingClaim> responses(RunView run, ShadowOperation operation) {
        return run.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.HTTPS_RESPONSE && isRequest(operation, it.step()));
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
     * one that only reads, and for one that was refused.
     */
    private static List<Long> restRequests(RunView run, ShadowOperation operation) {
        if (operation == ShadowOperation.GET) {
            return List.of();
        }
        List<Message> accepted = accepted(run, operation);
        Set<PendingClaim> known = responses(run, operation)
                .filter(response -> {
                    String body = PrintedResponse.of(response, run).body();
                    return accepted.stream().anyMatch(answer -> isSame(body, answer));
                })
                .map(response -> run.before(response, ClaimKind.HTTPS_REQUEST))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return run.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.HTTPS_REQUEST && isRequest(operation, it.step()))
                .filter(it -> !known.contains(it) && !isDone(run.after(it, ClaimKind.HTTPS_STATUS)))
                .map(PendingClaim::seq)
                .toList();
    }

    private static boolean isRequest(ShadowOperation operation, Step step) {
        return step.isRestful() && step.operation() == operation;
    }

    /** Judged already, or the device itself says that it was refused. */
    private static boolean isDone(@Nullable PendingClaim status) {
        return status != null && (status.ruling() != null || status.claim().claimsFailure());
    }

    /** True when {@code answer} may answer this document: an accepted update echoes the state it was sent. */
    static boolean fits(ShadowOperation operation, String document, Message answer) {
        return operation != ShadowOperation.UPDATE
                || answer.topic().endsWith("/rejected")
                || sameState(state(document), answer);
    }

    private static boolean fits(ShadowOperation operation, Message request, Message answer) {
        JsonNode asked = request.json();
        return operation != ShadowOperation.UPDATE
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
    private static List<Message> answers(RunView run, ShadowOperation operation, String kind) {
        Map<String, Message> distinct = new LinkedHashMap<>();
        run.cloud().on(run.topic(operation) + kind).forEach(answer -> distinct.putIfAbsent(answer.text(), answer));
        return List.copyOf(distinct.values());
    }
}
