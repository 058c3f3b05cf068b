package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.numakerbench.crosscheck.claim.Absence;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Use;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.OwnPhase;
import org.numakerbench.model.Verdict;

/** A line of a user's own firmware against the message or request that its description names. */
final class OwnLineRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        FirmwareDescription firmware = run.context().firmware();
        Line line = firmware == null ? null : firmware.line(pending.claim().string(FirmwareDescription.ROW));
        if (line == null) {
            return Ruling.consistent(pending.seq());
        }
        if (!line.namesEvidence()) {
            OwnPhase phase = firmware.endedBy(line);
            return phase != null && pending.claim().claimsSuccess()
                    ? OwnPhaseEnd.check(phase, pending, run)
                    : withoutEvidence(pending, line);
        }
        if (run.context().isAltered(firmware.lines().indexOf(line))) {
            return Ruling.settled(
                    Verdict.UNCHECKABLE,
                    "a secret was hidden in what the description says of this line; the host that ran it has the whole log",
                    pending.seq());
        }
        if (line.message() == null) {
            return OwnRequest.check(pending, run, Objects.requireNonNull(line.request()));
        }
        OwnMessage named = new OwnMessage(line.message(), pending.claim());
        Role role = line.published() != null ? Role.PUBLISH : Role.ARRIVAL;
        Optional<Message> message = unused(run, role, named).stream()
                .filter(it -> named.difference(it).isEmpty())
                .findFirst();
        if (pending.claim().claimsFailure()) {
            return run.closed() ? failed(pending, run, named, message) : Ruling.awaiting(Need.END);
        }
        if (message.isPresent()) {
            long seq = message.get().seq();
            return Ruling.settled(Verdict.CONFIRMED, "the witness received it on " + named.topic(), seq, pending.seq())
                    .using(Use.of(role, seq));
        }
        return run.closed() ? neverSeen(pending, run, role, named) : Ruling.awaiting(Need.MESSAGE);
    }

    private static List<Message> unused(RunView run, Role role, OwnMessage named) {
        return run.cloud().on(named.topic()).stream()
                .filter(it -> run.cloud().isUnused(role, it.seq()))
                .toList();
    }

    private static Settled withoutEvidence(PendingClaim pending, Line line) {
        if (pending.claim().claimsFailure()) {
            return Ruling.settled(Verdict.UNCHECKABLE, "only the device can see this failure", pending.seq());
        }
        return pending.claim().claimsSuccess() && line.reason() == null
                ? Ruling.settled(
                        Verdict.UNCHECKABLE,
                        "its description names no evidence for it; add published: or received: with the topic, request: with a"
                                + " URL, or standing: neutral with the reason",
                        pending.seq())
                : Ruling.consistent(pending.seq());
    }

    /** A message may get through whose acknowledgement is lost: that it came refutes nothing. */
    private static Settled failed(PendingClaim pending, RunView run, OwnMessage named, Optional<Message> message) {
        if (message.isPresent()) {
            return Ruling.settled(
                    Verdict.UNCHECKABLE,
                    "the witness received such a message on " + named.topic()
                            + "; whether the device learned of that only it knows",
                    message.get().seq(),
                    pending.seq());
        }
        return run.witness().covers(named.topic()) && run.awakeFor(pending)
                ? Ruling.settled(
                        Verdict.CONFIRMED,
                        "the witness saw no such message on " + named.topic() + " either",
                        pending.seq())
                : Ruling.settled(Verdict.UNCHECKABLE, "only the device can see this failure", pending.seq());
    }

    private static Settled neverSeen(PendingClaim pending, RunView run, Role role, OwnMessage named) {
        String topic = named.topic();
        Optional<Message> doubtful = run.cloud().doubtful(topic).stream()
                .filter(it -> named.difference(it).isEmpty())
                .findFirst();
        if (doubtful.isPresent()) {
            return PublishRule.olderPerhaps(pending, doubtful.get());
        }
        if (!run.witness().covers(topic)) {
            return unwatched(pending, run, topic);
        }
        Settled absent = Absence.ofWatched(run, pending, "such message on " + topic);
        if (absent.verdict() != Verdict.REFUTED) {
            return absent;
        }
        Long[] evidence = absent.evidence().toArray(Long[]::new);
        // Whatever the line says in numbers is a few bytes: on a wire that damages bytes nobody knows what it said.
        String said = pending.claim().text();
        List<Message> others = unused(run, role, named);
        if (others.isEmpty()) {
            return Contradiction.ruling(run, pending, said, absent.reason(), evidence);
        }
        Message other = others.get(0);
        String reason = absent.reason() + "; what it received there differs: "
                + named.difference(other).orElse("") + " (" + other.text() + ")";
        return Contradiction.ruling(run, pending, said, reason, evidence);
    }

    private static Settled unwatched(PendingClaim pending, RunView run, String topic) {
        String refused = run.witness().refusedFilter(topic);
        return Ruling.settled(
                Verdict.UNCHECKABLE,
                refused != null
                        ? "the cloud refuses the witness this view; allow it iot:Subscribe and iot:Receive on "
                                + refused
                        : "none of the witness's filters takes in " + topic
                                + "; to check it, add to the description: listen: [" + topic + "]",
                pending.seq());
    }
}
