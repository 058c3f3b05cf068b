package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.CloudTimeline;
import org.numakerbench.crosscheck.timeline.CloudTimeline.Role;
import org.numakerbench.crosscheck.timeline.CloudTimeline.ShadowSighting;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.model.Verdict;
import tools.jackson.databind.JsonNode;

/**
 * A message that arrived at the device against the witness's own copy, on a topic the device's filter matches. The end of
 * a shadow also against a REST read after it.
 */
final class ArrivalRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        String payload = String.valueOf(heard.claim().string("payload"));
        JsonNode document = Json.parse(payload);
        Predicate<Message> same =
                it -> PublishRule.sameText(payload, it) || document != null && document.equals(it.json());
        CloudTimeline cloud = judging.cloud();
        Optional<Message> message = candidates(heard, judging)
                .filter(it -> cloud.unused(Role.ARRIVAL, it.seq()))
                .filter(same)
                .findFirst();
        if (message.isPresent()) {
            return arrived(heard, judging, message.get());
        }
        Optional<Message> again = candidates(heard, judging).filter(same).findFirst();
        if (again.isPresent()) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "the witness received it on " + again.get().topic() + "; QoS 1 may deliver more than once",
                    again.get().seq(),
                    heard.seq());
        }
        return judging.closed() ? neverSeen(heard, judging, payload) : Ruling.awaiting(Need.MESSAGE);
    }

    private static Stream<Message> candidates(PendingClaim heard, Judging judging) {
        String operation = Steps.shadowOperation(heard.step());
        if (operation == null) {
            return judging.cloud()
                    .matching(judging.context().identity().userFilter())
                    .filter(judging.inSameTest(heard).or(it -> isOfPhase(it, heard, judging)));
        }
        String topic = Steps.shadowTopic(judging.context().identity(), operation);
        return Stream.of("/accepted", "/rejected").flatMap(answer -> judging.cloud().on(topic + answer).stream());
    }

    /** A message that came late, when the device was at its next test already. */
    private static boolean isOfPhase(Message message, PendingClaim heard, Judging judging) {
        boolean unused = judging.cloud().unused(Role.PUBLISH, message.seq());
        return unused
                ? judging.closed()
                : judging.inPhaseOf(heard)
                        .anyMatch(it ->
                                it.ruling() != null && it.ruling().evidence().contains(message.seq()));
    }

    private static Ruling arrived(PendingClaim heard, Judging judging, Message message) {
        String seen = "the witness received the same on " + message.topic();
        Ruling ruling = message.topic().endsWith("/delete/accepted")
                ? Deletion.check(heard, judging, message, seen)
                : Ruling.settled(Verdict.CONFIRMED, seen, message.seq(), heard.seq());
        if (ruling instanceof Settled) {
            judging.cloud().take(Role.ARRIVAL, Stream.of(message), it -> true);
        }
        return ruling;
    }

    private static Settled neverSeen(PendingClaim heard, Judging judging, String payload) {
        List<Message> others = candidates(heard, judging)
                .filter(it -> judging.cloud().unused(Role.ARRIVAL, it.seq()))
                .toList();
        if (others.isEmpty()) {
            Settled absent = judging.absent(
                    heard,
                    PublishRule.purpose(heard),
                    "such message",
                    "iot:Subscribe and iot:Receive on the device's topics");
            return absent.verdict() == Verdict.REFUTED ? withShadow(heard, judging, absent) : absent;
        }
        Message other = others.get(0);
        String reason = "the witness received something else on " + other.topic() + ": " + other.text();
        JsonNode seen = Json.parse(other.text());
        if (seen != null && Json.parse(payload) == null && judging.wire().isDamaged()) {
            return Ruling.settled(
                    Verdict.UNSEEN, reason + "; the printed text was damaged on the wire", other.seq(), heard.seq());
        }
        return judging.contradicted(heard, payload, List.of(other.text()), reason, other.seq(), heard.seq());
    }

    private static Settled withShadow(PendingClaim heard, Judging judging, Settled absent) {
        ShadowSighting read = judging.cloud().shadow();
        boolean keeps = "delete".equals(Steps.shadowOperation(heard.step())) && read != null && read.status() == 200;
        return keeps && read != null
                ? new Settled(
                        absent.verdict(),
                        absent.reason() + "; REST GET still gives the shadow",
                        Stream.concat(absent.evidence().stream(), Stream.of(read.seq()))
                                .toList())
                : absent;
    }
}
