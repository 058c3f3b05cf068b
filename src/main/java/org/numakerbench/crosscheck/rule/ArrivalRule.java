package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.numakerbench.crosscheck.claim.Absence;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.ShadowSighting;
import org.numakerbench.crosscheck.timeline.Use;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;

/**
 * A message that arrived at the device against the witness's own copy, on a topic the device's filter matches. The end of
 * a shadow also against a REST read after it.
 */
final class ArrivalRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        String payload = String.valueOf(pending.claim().string("payload"));
        JsonNode document = Json.parse(payload);
        Predicate<Message> same =
                it -> PublishRule.sameText(payload, it) || document != null && document.equals(it.json());
        CloudTimeline cloud = run.cloud();
        Optional<Message> message = candidates(pending, run)
                .filter(it -> cloud.isUnused(Role.ARRIVAL, it.seq()))
                .filter(same)
                .findFirst();
        if (message.isPresent()) {
            return arrived(pending, run, message.get());
        }
        Optional<Message> again = candidates(pending, run).filter(same).findFirst();
        if (again.isPresent()) {
            return Ruling.settled(
                            Verdict.CONFIRMED,
                            "the witness received it on " + again.get().topic() + "; QoS 1 may deliver more than once",
                            again.get().seq(),
                            pending.seq())
                    .noting(ArrivalFlags.oddities(pending.claim(), again.get(), true));
        }
        return run.closed() ? neverSeen(pending, run, payload) : Ruling.awaiting(Need.MESSAGE);
    }

    private static Stream<Message> candidates(PendingClaim pending, RunView run) {
        ShadowOperation operation = pending.step().operation();
        if (operation == null) {
            return run.cloud()
                    .matching(run.context().identity().userFilter())
                    .filter(run.inSameTest(pending).or(it -> isOfPhase(it, pending, run)));
        }
        return topics(pending, run).flatMap(topic -> run.cloud().on(topic).stream());
    }

    /** Where it may have come from: the user topic, or the answers of the shadow service. */
    private static Stream<String> topics(PendingClaim pending, RunView run) {
        ShadowOperation operation = pending.step().operation();
        String topic = run.topic(pending.step());
        return operation == null
                ? Stream.of(topic)
                : Stream.of("/accepted", "/rejected").map(topic::concat);
    }

    /** A message that came late, when the device was at its next test already. */
    private static boolean isOfPhase(Message message, PendingClaim pending, RunView run) {
        boolean unused = run.cloud().isUnused(Role.PUBLISH, message.seq());
        return unused
                ? run.closed()
                : run.inPhaseOf(pending)
                        .anyMatch(it ->
                                it.ruling() != null && it.ruling().evidence().contains(message.seq()));
    }

    private static Ruling arrived(PendingClaim pending, RunView run, Message message) {
        String seen = "the witness received the same on " + message.topic();
        Ruling ruling = message.topic().endsWith("/delete/accepted")
                ? Deletion.check(pending, run, message, seen)
                : Ruling.settled(Verdict.CONFIRMED, seen, message.seq(), pending.seq());
        return ruling instanceof Settled settled
                ? settled.using(Use.of(Role.ARRIVAL, message.seq()))
                        .noting(ArrivalFlags.oddities(pending.claim(), message, false))
                : ruling;
    }

    private static Settled neverSeen(PendingClaim pending, RunView run, String payload) {
        List<Message> others = candidates(pending, run)
                .filter(it -> run.cloud().isUnused(Role.ARRIVAL, it.seq()))
                .toList();
        Optional<Message> doubtful = topics(pending, run)
                .flatMap(it -> run.cloud().doubtful(it).stream())
                .filter(it -> PublishRule.sameText(payload, it))
                .findFirst();
        if (doubtful.isPresent()) {
            return PublishRule.olderPerhaps(pending, doubtful.get());
        }
        PendingClaim subscribed = run.before(pending, ClaimKind.MQTT_SUBSCRIBE);
        String filter = subscribed == null ? null : subscribed.claim().string("filter");
        Optional<Settled> unwatched = filter == null ? Optional.empty() : Absence.unwatched(run, pending, filter);
        if (Boolean.TRUE.equals(run.witness().granted(PublishRule.purpose(pending))) && unwatched.isPresent()) {
            return unwatched.get();
        }
        if (others.isEmpty()) {
            Settled absent = Absence.ruling(
                    run,
                    pending,
                    PublishRule.purpose(pending),
                    "such message",
                    "iot:Subscribe and iot:Receive on the device's topics");
            return absent.verdict() == Verdict.REFUTED ? withShadow(pending, run, absent) : absent;
        }
        if (pending.claim().string("payload") == null) {
            return Ruling.settled(
                    Verdict.UNSEEN, "the line that tells what arrived was lost on the wire", pending.seq());
        }
        Message other = others.get(0);
        String reason = "the witness received something else on " + other.topic() + ": " + other.text();
        JsonNode seen = Json.parse(other.text());
        if (seen != null && Json.parse(payload) == null && run.wire().isDamaged()) {
            return Ruling.settled(
                    Verdict.UNSEEN, reason + "; the printed text was damaged on the wire", other.seq(), pending.seq());
        }
        return Contradiction.ruling(run, pending, payload, List.of(other.text()), reason, other.seq(), pending.seq());
    }

    private static Settled withShadow(PendingClaim pending, RunView run, Settled absent) {
        ShadowSighting read = run.cloud().shadow();
        boolean keeps = pending.step().operation() == ShadowOperation.DELETE && read != null && read.status() == 200;
        return keeps && read != null
                ? new Settled(
                        absent.verdict(),
                        absent.reason() + "; REST GET still gives the shadow",
                        Stream.concat(absent.evidence().stream(), Stream.of(read.seq()))
                                .toList())
                : absent;
    }
}
