package org.numakerbench.crosscheck.rule;

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
import org.numakerbench.crosscheck.timeline.LineIntegrity;
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
        return check(pending, run, topic(pending), payload(pending, run));
    }

    static String topic(PendingClaim pending) {
        return String.valueOf(pending.claim().string("topic"));
    }

    /** As the device printed it; null when its line was lost. */
    static @Nullable String payload(PendingClaim pending, RunView run) {
        PendingClaim printed = run.before(pending, ClaimKind.MESSAGE_TO_PUBLISH);
        return printed == null ? null : printed.claim().string("payload");
    }

    /** @param payload as the device printed it; null when its line was lost */
    static Ruling check(PendingClaim pending, RunView run, String topic, @Nullable String payload) {
        Optional<Message> message = run.closed()
                ? PublishOrder.of(run).message(pending)
                : first(pending, run, topic).filter(it -> fits(payload, it));
        if (message.isPresent() && fits(payload, message.get())) {
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
        return message.map(it -> otherBytes(pending, run, it, String.valueOf(payload)))
                .orElseGet(() -> absent(pending, run, topic, payload));
    }

    /**
     * The message that belongs to this claim beyond doubt, while the run goes on. The firmware's HTTPS test publishes the same bytes on the
     * same topics as its MQTT test: a message that comes when the later test has begun may be a late one of the earlier. With one for each
     * claim they go in order; when one is missing, that shows only at the end.
     */
    private static Optional<Message> first(PendingClaim pending, RunView run, String topic) {
        List<Message> candidates = run.cloud().on(topic).stream()
                .filter(it -> run.cloud().isUnused(Role.PUBLISH, it.seq()))
                .toList();
        Predicate<Message> sameTest = run.inSameTest(pending);
        if (pending.step().isHttps()) {
            Optional<PendingClaim> twin = twin(pending, run);
            boolean disputed = twin.isPresent()
                    && twin.get().claim().claimsSuccess()
                    && twin.get().ruling() == null;
            return disputed
                    ? Optional.empty()
                    : candidates.stream().filter(sameTest).findFirst();
        }
        Optional<Message> first = candidates.stream()
                .filter(it -> !run.cloud().isBehindSession(it))
                .findFirst();
        return candidates.size() > 1 ? first : first.filter(sameTest);
    }

    /** The claim of the other test that publishes the same. */
    private static Optional<PendingClaim> twin(PendingClaim pending, RunView run) {
        return run.heard().stream()
                .filter(it -> it.boot() == pending.boot() && it.claim().kind() == ClaimKind.MQTT_PUBLISH)
                .filter(it -> it.step().operation() == pending.step().operation())
                .findFirst();
    }

    /** Without the printed text (its line was lost) any message on the topic confirms the claim. */
    static boolean fits(@Nullable String payload, Message message) {
        return payload == null || sameText(payload, message);
    }

    /** The printed payload is the message; the UART turns LF into CR LF (Mbed OS stdio-convert-newlines). */
    static boolean sameText(String printed, Message message) {
        return message.says(printed);
    }

    private static Settled otherBytes(PendingClaim pending, RunView run, Message other, String payload) {
        Long[] entries = {pending.seq(), other.seq()};
        boolean broken = Json.parse(payload) == null && Json.parse(other.text()) != null;
        String reason = "the witness received other bytes on " + other.topic() + ": " + other.text();
        Settled settled = broken && run.wire().isDamaged()
                ? Ruling.settled(Verdict.UNSEEN, reason + "; the printed text was damaged on the wire", entries)
                : Contradiction.ruling(run, pending, payload, List.of(other.text()), reason, entries);
        return settled.using(Use.of(Role.PUBLISH, other.seq()));
    }

    private static Settled absent(PendingClaim pending, RunView run, String topic, @Nullable String payload) {
        // The HTTPS test comes behind this boot's own MQTT session.
        boolean behind = pending.step().isHttps() && run.cloud().sessionSeq() != null;
        Optional<Message> doubtful = run.cloud().doubtful(topic).stream()
                .filter(it -> !behind && fits(payload, it))
                .findFirst();
        if (doubtful.isPresent()) {
            return olderPerhaps(pending, doubtful.get());
        }
        String own = run.topic(pending.step());
        Optional<Message> elsewhere = run.cloud().on(own).stream()
                .filter(it -> !own.equals(topic) && run.cloud().isUnused(Role.PUBLISH, it.seq()))
                .filter(it -> fits(payload, it))
                .findFirst();
        if (elsewhere.isPresent() && !run.witness().covers(topic)) {
            return Contradiction.ruling(
                    run,
                    pending,
                    topic,
                    List.of(own),
                    "the witness received it on " + own,
                    elsewhere.get().seq(),
                    pending.seq());
        }
        List<String> topics =
                run.cloud().messages().map(Message::topic).distinct().toList();
        boolean misread =
                run.wire().isGarbled() && topics.stream().anyMatch(it -> LineIntegrity.nearlyEqual(topic, it));
        Optional<Settled> unwatched = misread ? Optional.empty() : Absence.unwatched(run, pending, topic);
        if (Boolean.TRUE.equals(run.witness().granted(purpose(pending))) && unwatched.isPresent()) {
            return unwatched.get();
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
