package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.CloudTimeline.Role;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** A publish against the witness's own copy of the message: same topic, same bytes as printed. */
final class PublishRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        String topic = String.valueOf(heard.claim().string("topic"));
        PendingClaim printed = judging.before(heard, ClaimKind.MESSAGE_TO_PUBLISH);
        return check(
                heard, judging, topic, printed == null ? null : printed.claim().string("payload"));
    }

    /** @param payload as the device printed it; null when its line was lost */
    static Ruling check(PendingClaim heard, Judging judging, String topic, @Nullable String payload) {
        Optional<Message> message = own(heard, judging, topic, payload);
        message.ifPresent(it -> judging.cloud().take(Role.PUBLISH, Stream.of(it), taken -> true));
        if (message.isPresent()) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "the witness received " + (payload == null ? "a message" : "the same bytes") + " on " + topic,
                    message.get().seq(),
                    heard.seq());
        }
        if (!judging.closed()) {
            return Ruling.awaiting(Need.MESSAGE);
        }
        return nothingFits(heard, judging, topic, payload);
    }

    /**
     * The message that belongs to this claim. The firmware's HTTPS test publishes the same bytes on the same topics as its
     * MQTT test: a message that comes when the later test has begun may be a late one of the earlier. With one for each
     * claim they go in order; when one is missing, the nearer claim has it, and that shows only at the end.
     */
    private static Optional<Message> own(PendingClaim heard, Judging judging, String topic, @Nullable String payload) {
        Optional<PendingClaim> twin = twin(heard, judging);
        boolean https = heard.step().startsWith("https.");
        boolean disputed = https
                && twin.isPresent()
                && twin.get().claim().claimsSuccess()
                && twin.get().ruling() == null;
        if (disputed) {
            return Optional.empty();
        }
        List<Message> candidates = judging.cloud().on(topic).stream()
                .filter(it -> judging.cloud().unused(Role.PUBLISH, it.seq()))
                .filter(it -> fits(payload, it))
                .toList();
        Predicate<Message> sameTest = judging.inSameTest(heard);
        Optional<Message> first = candidates.stream().filter(sameTest).findFirst();
        if (https) {
            // At the end a message that nobody else took may have been seen before the text that announces it.
            return first.or(() -> judging.closed() ? candidates.stream().findFirst() : Optional.empty());
        }
        if (first.isPresent() || candidates.size() > 1) {
            return candidates.stream().findFirst();
        }
        return candidates.stream()
                .filter(it -> judging.closed())
                .filter(it -> twin.isEmpty()
                        || twin.get().ruling() != null
                        || Math.abs(it.seq() - heard.seq())
                                <= Math.abs(it.seq() - twin.get().seq()))
                .findFirst();
    }

    /** The claim of the other test that publishes the same. */
    private static Optional<PendingClaim> twin(PendingClaim heard, Judging judging) {
        ClaimKind kind =
                heard.claim().kind() == ClaimKind.MQTT_PUBLISH ? ClaimKind.HTTPS_STATUS : ClaimKind.MQTT_PUBLISH;
        return judging.heard().stream()
                .filter(it -> it.boot() == heard.boot() && it.claim().kind() == kind)
                .filter(it -> !Steps.isRestful(it.step()))
                .filter(it -> Objects.equals(Steps.shadowOperation(it.step()), Steps.shadowOperation(heard.step())))
                .findFirst();
    }

    /** Without the printed text (its line was lost) any message on the topic bears the claim out. */
    private static boolean fits(@Nullable String payload, Message message) {
        return payload == null || sameText(payload, message);
    }

    /** The printed payload is the message; the UART turns LF into CR LF (Mbed OS stdio-convert-newlines). */
    static boolean sameText(String printed, Message message) {
        return message.says(printed);
    }

    private static Settled nothingFits(PendingClaim heard, Judging judging, String topic, @Nullable String payload) {
        List<Message> others = judging.cloud().on(topic).stream()
                .filter(it -> judging.cloud().unused(Role.PUBLISH, it.seq()))
                .filter(it -> !fits(payload, it))
                .toList();
        if (!others.isEmpty() && payload != null) {
            Message other = others.get(0);
            List<Long> entries = new ArrayList<>(List.of(heard.seq()));
            others.forEach(it -> entries.add(it.seq()));
            judging.cloud().take(Role.PUBLISH, others.stream(), it -> true);
            boolean broken = Json.parse(payload) == null && Json.parse(other.text()) != null;
            String reason = "the witness received other bytes on " + topic + ": " + other.text();
            return broken && judging.wire().isDamaged()
                    ? Ruling.settled(
                            Verdict.UNSEEN,
                            reason + "; the printed text was damaged on the wire",
                            entries.toArray(Long[]::new))
                    : judging.contradicted(heard, payload, List.of(other.text()), reason, entries.toArray(Long[]::new));
        }
        Settled settled = judging.absent(
                heard, purpose(heard), "such message on " + topic, "iot:Subscribe and iot:Receive on " + topic);
        if (settled.verdict() != Verdict.REFUTED) {
            return settled;
        }
        List<String> topics =
                judging.cloud().messages().map(Message::topic).distinct().toList();
        return judging.contradicted(
                heard, topic, topics, settled.reason(), settled.evidence().toArray(Long[]::new));
    }

    static Purpose purpose(PendingClaim heard) {
        return Steps.shadowOperation(heard.step()) == null ? Purpose.USER_TOPIC : Purpose.SHADOW;
    }
}
