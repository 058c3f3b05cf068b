package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.uart.ClaimKind;

/**
 * Which message belongs to which publish, at the end of a run: on each topic the first to the first, for in the order of publishing the
 * witness receives them. When the text came says little, for a busy host reads a UART late. The firmware's HTTPS test publishes the same
 * bytes on the same topics as its MQTT test; when a message is missing, those on the other topics around it tell which, though across
 * topics AWS promises no order.
 */
final class PublishOrder {
    /** Beyond, the run is a flood of which nothing is refuted. */
    private static final long MOST_PAIRS = 4_000_000;

    private static final int SAME_BYTES = 300;
    private static final int SAME_TOPIC = 200;
    /** Said to have failed: better no message than one that another claims. */
    private static final int FAILED = 100;
    /** Of pairs that are otherwise alike: the order across topics speaks for it ... */
    private static final int IN_ORDER = 10;
    /** ... or it came while the device was at that test. */
    private static final int SAME_TEST = 1;

    private final RunView run;
    private final Map<PendingClaim, Message> pairs;

    /** @param payload as printed; null when its line was lost */
    private record Publish(
            PendingClaim claim, String topic, @Nullable String payload) {}

    private PublishOrder(RunView run) {
        this.run = run;
        List<Publish> publishes = new ArrayList<>();
        for (PendingClaim each : run.heard()) {
            if (each.claim().kind() == ClaimKind.MQTT_PUBLISH) {
                publishes.add(new Publish(each, PublishRule.topic(each), PublishRule.payload(each, run)));
            } else if (each.claim().kind() == ClaimKind.HTTPS_STATUS
                    && !each.step().isRestful()
                    && !run.isRepeated(each)) {
                publishes.add(new Publish(each, HttpsStatusRule.topic(each, run), HttpsStatusRule.body(each, run)));
            }
        }
        Map<String, List<Message>> byTopic = new LinkedHashMap<>();
        publishes.forEach(
                it -> byTopic.computeIfAbsent(it.topic(), topic -> run.cloud().on(topic)));
        List<Message> messages = byTopic.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Message::seq))
                .toList();
        Map<PendingClaim, Message> acrossTopics = aligned(publishes, messages, Map.of());
        pairs = new HashMap<>();
        byTopic.forEach((topic, on) -> pairs.putAll(aligned(
                publishes.stream().filter(it -> it.topic().equals(topic)).toList(), on, acrossTopics)));
    }

    /** Of a run of which all is known. */
    static PublishOrder of(RunView run) {
        return run.atEnd(PublishOrder.class, () -> new PublishOrder(run));
    }

    /** The message that belongs to this claim; other bytes, perhaps. */
    Optional<Message> message(PendingClaim publish) {
        return Optional.ofNullable(pairs.get(publish));
    }

    /**
     * The best of all ways to pair the two in order.
     *
     * @param likely pairs to be preferred among equals
     */
    private Map<PendingClaim, Message> aligned(
            List<Publish> publishes, List<Message> messages, Map<PendingClaim, Message> likely) {
        if ((long) publishes.size() * messages.size() > MOST_PAIRS) {
            return Map.of();
        }
        int[][] best = new int[publishes.size() + 1][messages.size() + 1];
        int[][] alone = new int[publishes.size()][messages.size()];
        for (int i = publishes.size() - 1; i >= 0; i--) {
            for (int j = messages.size() - 1; j >= 0; j--) {
                int bonus = messages.get(j).equals(likely.get(publishes.get(i).claim())) ? IN_ORDER : 0;
                int weight = weight(publishes.get(i), messages.get(j));
                alone[i][j] = weight == 0 ? 0 : weight + bonus;
                best[i][j] = Math.max(best[i + 1][j], best[i][j + 1]);
                if (weight > 0) {
                    best[i][j] = Math.max(best[i][j], best[i + 1][j + 1] + alone[i][j]);
                }
            }
        }
        Map<PendingClaim, Message> aligned = new HashMap<>();
        for (int i = 0, j = 0; i < publishes.size() && j < messages.size(); ) {
            if (alone[i][j] > 0 && best[i][j] == best[i + 1][j + 1] + alone[i][j]) {
                aligned.put(publishes.get(i++).claim(), messages.get(j++));
            } else if (best[i][j] == best[i][j + 1]) {
                j++;
            } else {
                i++;
            }
        }
        return aligned;
    }

    /** What speaks for the two belonging together; 0 when they do not. */
    private int weight(Publish publish, Message message) {
        PendingClaim claim = publish.claim();
        if (!publish.topic().equals(message.topic())) {
            return 0;
        }
        if (claim.ruling() != null || !run.cloud().isUnused(Role.PUBLISH, message.seq())) {
            // Confirmed already, by this message or by another.
            boolean its = claim.ruling() != null
                    && claim.ruling().uses().stream()
                            .anyMatch(it -> it.role() == Role.PUBLISH && it.seq() == message.seq());
            return its ? SAME_BYTES : 0;
        }
        int bytes = claim.claim().claimsFailure()
                ? FAILED
                : PublishRule.fits(publish.payload(), message) ? SAME_BYTES : SAME_TOPIC;
        return bytes + (run.inSameTest(claim).test(message) ? SAME_TEST : 0);
    }
}
