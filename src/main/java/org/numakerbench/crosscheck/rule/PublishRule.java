package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Verdict;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.CloudTimeline.Role;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.uart.ClaimKind;

/** A publish against the witness's own copy of the message: same topic, same bytes as printed. */
final class PublishRule implements Rule {
    @Override
    public Ruling check(HeardClaim heard, Judging judging) {
        String topic = String.valueOf(heard.claim().string("topic"));
        HeardClaim printed = judging.before(heard, ClaimKind.MESSAGE_TO_PUBLISH);
        return check(
                heard, judging, topic, printed == null ? null : printed.claim().string("payload"));
    }

    /** @param payload as the device printed it; null when its line was lost */
    static Ruling check(HeardClaim heard, Judging judging, String topic, @Nullable String payload) {
        Optional<Message> message = judging.cloud()
                .take(Role.PUBLISH, judging.cloud().on(topic).stream(), it -> fits(payload, it, judging));
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

    /** Without the printed text (its line was damaged) any message on the topic bears the claim out. */
    private static boolean fits(@Nullable String payload, Message message, Judging judging) {
        return payload == null ? judging.wire().isDamaged() : sameText(payload, message);
    }

    /** The printed payload is the message; the UART turns LF into CR LF (Mbed OS stdio-convert-newlines). */
    static boolean sameText(String printed, Message message) {
        String said = printed.replace("\r\n", "\n");
        return said.equals(message.text().replace("\r\n", "\n"))
                || said.equals(message.payload().latin1().replace("\r\n", "\n"));
    }

    private static Settled nothingFits(HeardClaim heard, Judging judging, String topic, @Nullable String payload) {
        List<Message> others = judging.cloud().on(topic).stream()
                .filter(it -> judging.cloud().unused(Role.PUBLISH, it.seq()))
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

    static Purpose purpose(HeardClaim heard) {
        return Steps.shadowOperation(heard.step()) == null ? Purpose.USER_TOPIC : Purpose.SHADOW;
    }
}
