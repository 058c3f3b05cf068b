package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Absence;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Use;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** A publish against the witness's own copy of the message: same topic, same bytes as printed. */
final class PublishRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        String topic = String.valueOf(pending.claim().string("topic"));
        PendingClaim printed = run.before(pending, ClaimKind.MESSAGE_TO_PUBLISH);
        return check(
                pending, run, topic, printed == null ? null : printed.claim().string("payload"));
    }

    /** @param payload as the device printed it; null when its line was lost */
    static Ruling check(PendingClaim pending, RunView run, String topic, @Nullable String payload) {
        Optional<Message> message = own(pending, run, topic, payload);
        if (message.isPresent()) {
            Settled settled = Ruling.settled(
                    Verdict.CONFIRMED,
                    "the witness received " + (payload == null ? "a message" : "the same bytes") + " on " + topic,
                    message.get().seq(),
                    pending.seq());
            return settled.using(Use.of(Role.PUBLISH, message.get().seq()));
        }
        if (!run.closed()) {
            return Ruling.awaiting(Need.MESSAGE);
        }
        return nothingFits(pending, run, topic, payload);
    }

    /**
     * The message that belongs to this claim. The firmware's HTTPS test publishes the same bytes on the same topics as its
     * MQTT test: a message that comes when the later test has begun may be a late one of the earlier. With one for each
     * claim they go in order; when one is missing, the nearer claim has it, and that shows only at the end.
     */
    private static Optional<Message> own(PendingClaim pending, RunView run, String topic, @Nullable String payload) {
        Optional<PendingClaim> twin = twin(pending, run);
        boolean https = pending.step().isHttps();
        boolean disputed = https
                && twin.isPresent()
                && twin.get().claim().claimsSuccess()
                && twin.get().ruling() == null;
        if (disputed) {
            return Optional.empty();
        }
        List<Message> candidates = run.cloud().on(topic).stream()
                .filter(it -> run.cloud().isUnused(Role.PUBLISH, it.seq()))
                .filter(it -> fits(payload, it))
                .toList();
        Predicate<Message> sameTest = run.inSameTest(pending);
        Optional<Message> first = candidates.stream().filter(sameTest).findFirst();
        if (https) {
            // At the end a message that nobody else took may have been seen before the text that announces it.
            return first.or(() -> run.closed() ? candidates.stream().findFirst() : Optional.empty());
        }
        if (first.isPresent() || candidates.size() > 1) {
            return candidates.stream().findFirst();
        }
        return candidates.stream()
                .filter(it -> run.closed())
                .filter(it -> twin.isEmpty()
                        || twin.get().ruling() != null
                        || Math.abs(it.seq() - pending.seq())
                                <= Math.abs(it.seq() - twin.get().seq()))
                .findFirst();
    }

    /** The claim of the other test that publishes the same. */
    private static Optional<PendingClaim> twin(PendingClaim pending, RunView run) {
        ClaimKind kind =
                pending.claim().kind() == ClaimKind.MQTT_PUBLISH ? ClaimKind.HTTPS_STATUS : ClaimKind.MQTT_PUBLISH;
        return run.heard().stream()
                .filter(it -> it.boot() == pending.boot() && it.claim().kind() == kind)
                .filter(it -> !it.step().isRestful())
                .filter(it -> it.step().operation() == pending.step().operation())
                .findFirst();
    }

    /** Without the printed text (its line was lost) any message on the topic confirms the claim. */
    private static boolean fits(@Nullable String payload, Message message) {
        return payload == null || sameText(payload, message);
    }

    /** The printed payload is the message; the UART turns LF into CR LF (Mbed OS stdio-convert-newlines). */
    static boolean sameText(String printed, Message message) {
        return message.says(printed);
    }

    private static Settled nothingFits(PendingClaim pending, RunView run, String topic, @Nullable String payload) {
        List<Message> others = run.cloud().on(topic).stream()
                .filter(it -> run.cloud().isUnused(Role.PUBLISH, it.seq()))
                .filter(it -> !fits(payload, it))
                .toList();
        if (!others.isEmpty() && payload != null) {
            Message other = others.get(0);
            List<Long> entries = new ArrayList<>(List.of(pending.seq()));
            others.forEach(it -> entries.add(it.seq()));
            boolean broken = Json.parse(payload) == null && Json.parse(other.text()) != null;
            String reason = "the witness received other bytes on " + topic + ": " + other.text();
            Settled settled = broken && run.wire().isDamaged()
                    ? Ruling.settled(
                            Verdict.UNSEEN,
                            reason + "; the printed text was damaged on the wire",
                            entries.toArray(Long[]::new))
                    : Contradiction.ruling(
                            run, pending, payload, List.of(other.text()), reason, entries.toArray(Long[]::new));
            return settled.using(Use.of(Role.PUBLISH, other.seq()));
        }
        Optional<Message> doubtful = run.cloud().doubtful(topic).stream()
                .filter(it -> fits(payload, it))
                .findFirst();
        if (doubtful.isPresent()) {
            return olderPerhaps(pending, doubtful.get());
        }
        Settled absent = Absence.ruling(
                run,
                pending,
                purpose(pending),
                "such message on " + topic,
                "iot:Subscribe and iot:Receive on " + topic);
        if (absent.verdict() != Verdict.REFUTED) {
            return absent;
        }
        List<String> topics =
                run.cloud().messages().map(Message::topic).distinct().toList();
        return Contradiction.ruling(
                run, pending, topic, topics, absent.reason(), absent.evidence().toArray(Long[]::new));
    }

    /** What an older boot published may come behind the reset, and what this one did ahead of the event that tells of its session. */
    static Settled olderPerhaps(PendingClaim pending, Message message) {
        return Ruling.settled(
                Verdict.UNSEEN,
                "the witness received it on " + message.topic()
                        + ", but ahead of the device's own session: it may be an older boot's",
                message.seq(),
                pending.seq());
    }

    static Purpose purpose(PendingClaim pending) {
        return pending.step().operation() == null ? Purpose.USER_TOPIC : Purpose.SHADOW;
    }
}
