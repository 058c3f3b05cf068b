package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.ShadowDocument;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;

/** The response that the device printed, status and body, against what the state of the cloud implies. */
final class HttpsResponseRule implements Rule {
    /** What the firmware looks for in what it received (run_req_resp, main.cpp). */
    private static final String TAKEN = "200 OK";

    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        if (run.isRepeated(pending)) {
            return HttpsStatusRule.announcementLost(pending);
        }
        PrintedResponse response = PrintedResponse.of(pending, run);
        Ruling ruling = check(pending, run, response);
        return ruling instanceof Settled settled ? settled.noting(response.oddities()) : ruling;
    }

    private static Ruling check(PendingClaim pending, RunView run, PrintedResponse response) {
        if (response.missingBytes() > 0) {
            return Ruling.settled(
                    Verdict.UNCHECKABLE,
                    "the answer did not fit the firmware's 600-byte buffer; its rest is the start of the next one",
                    pending.seq());
        }
        boolean whole = Boolean.TRUE.equals(pending.claim().fields().get("complete"));
        if (!whole && Json.parse(response.body()) == null) {
            return Ruling.settled(
                    Verdict.UNSEEN,
                    "it came damaged or not whole: fewer or more characters than announced",
                    pending.seq());
        }
        Integer status = response.status();
        if (status == null) {
            return Ruling.settled(
                    run.wire().isDamaged() ? Verdict.UNSEEN : Verdict.UNCHECKABLE,
                    "no HTTP status line can be read in it",
                    pending.seq());
        }
        PendingClaim line = run.before(pending, ClaimKind.HTTPS_STATUS);
        boolean taken = status == 200 && line != null && line.claim().claimsSuccess();
        if (line != null && taken && !pending.claim().text().contains(TAKEN)) {
            return run.closed() ? notTaken(pending, run, line) : Ruling.awaiting(Need.END);
        }
        if (status == 200 && pending.step().isRestfulRead()) {
            return document(pending, run, response.body());
        }
        Settled effect = line == null ? null : line.ruling();
        if (line == null) {
            return Ruling.settled(Verdict.UNCHECKABLE, "the device never printed a status line for it", pending.seq());
        }
        if (effect == null) {
            return Ruling.awaiting(run.closed() ? Need.END : Need.MESSAGE);
        }
        if (status != 200) {
            return failure(pending, run, status, line, effect);
        }
        if (line.claim().claimsFailure() || effect.verdict() != Verdict.CONFIRMED) {
            return as(effect, "HTTP 200 is printed: ", pending);
        }
        return pending.step().isRestful()
                ? answer(pending, run, response.body(), effect)
                : taken(pending, response.body(), effect);
    }

    /** The line above says that these words came, and they did not. */
    private static Ruling notTaken(PendingClaim pending, RunView run, PendingClaim line) {
        String said = pending.claim().text().lines().skip(1).findFirst().orElse("");
        return Contradiction.ruling(
                run,
                pending,
                said,
                List.of("HTTP/1.1 " + TAKEN),
                "line " + line.claim().line() + " says that " + TAKEN + " was received, and it is not in the response",
                pending.seq(),
                line.seq());
    }

    /** A status other than 200: true when the cloud saw nothing of the request. */
    private static Ruling failure(PendingClaim pending, RunView run, int status, PendingClaim line, Settled effect) {
        String printed = "HTTP " + status + " is printed: ";
        if (line.claim().claimsFailure()) {
            return as(effect, printed, pending);
        }
        // The line above it claims 200 OK, wrongly if nothing came of it.
        return switch (effect.verdict()) {
            case REFUTED -> as(new Settled(Verdict.CONFIRMED, effect.reason(), effect.evidence()), printed, pending);
            case CONFIRMED ->
                run.closed()
                        ? Contradiction.ruling(
                                run,
                                pending,
                                String.valueOf(status),
                                List.of("200"),
                                printed + effect.reason(),
                                evidence(effect.evidence(), pending.seq()))
                        : Ruling.awaiting(Need.END);
            default -> as(effect, printed, pending);
        };
    }

    private static Ruling as(Settled effect, String before, PendingClaim pending) {
        return Ruling.settled(effect.verdict(), before + effect.reason(), evidence(effect.evidence(), pending.seq()));
    }

    private static Ruling taken(PendingClaim pending, String body, Settled effect) {
        JsonNode answer = Json.parse(body);
        boolean usual = answer != null
                && Json.text(answer, "message").equals("OK")
                && !Json.text(answer, "traceId").isEmpty();
        return usual
                ? Ruling.settled(
                        Verdict.CONFIRMED,
                        "HTTP 200 and a trace ID, as for a message that was taken",
                        evidence(effect.evidence(), pending.seq()))
                : Ruling.settled(
                        Verdict.UNCHECKABLE, "the host does not see what the service answered: " + body, pending.seq());
    }

    /** The document of a RESTful update or delete is the one on the {@code accepted} topic. */
    private static Ruling answer(PendingClaim pending, RunView run, String body, Settled effect) {
        Message accepted = message(run, effect);
        boolean empty = body.isBlank() || body.strip().equals("{}");
        if (accepted == null || empty && pending.step().operation() == ShadowOperation.DELETE) {
            return Ruling.settled(
                    Verdict.CONFIRMED, "HTTP 200 and no document", evidence(effect.evidence(), pending.seq()));
        }
        if (ShadowAnswers.isSame(body, accepted)) {
            return Ruling.settled(
                    Verdict.CONFIRMED, "the same document as on " + accepted.topic(), accepted.seq(), pending.seq());
        }
        return run.closed()
                ? different(pending, run, body, accepted.text(), accepted.topic(), accepted.seq())
                : Ruling.awaiting(Need.END);
    }

    /** The document of a RESTful read is the shadow at its version, as the witness saw it by any way. */
    private static Ruling document(PendingClaim pending, RunView run, String body) {
        JsonNode printed = Json.parse(body);
        if (printed == null || !printed.has("version")) {
            String reason = "the printed body is no shadow document: " + body;
            if (!run.closed()) {
                return Ruling.awaiting(Need.END);
            }
            boolean mayBeOne = printed == null
                    || printed.propertyStream().anyMatch(it -> LineIntegrity.nearlyEqual(it.getKey(), "version"));
            return mayBeOne && run.wire().isDamaged()
                    ? Ruling.settled(Verdict.UNSEEN, reason + "; bytes were damaged", pending.seq())
                    : Ruling.settled(Verdict.REFUTED, reason, pending.seq());
        }
        long version = printed.path("version").asLong(-1);
        List<Sighting> sightings = sightings(run);
        List<Sighting> same =
                sightings.stream().filter(it -> it.version() == version).toList();
        for (Sighting sighting : same) {
            if (ShadowDocument.content(printed).equals(ShadowDocument.content(sighting.document()))) {
                return Ruling.settled(
                        Verdict.CONFIRMED,
                        "the shadow at version " + version + ", as the witness saw it " + sighting.way(),
                        sighting.seq(),
                        pending.seq());
            }
        }
        if (!run.closed()) {
            return Ruling.awaiting(Need.MESSAGE);
        }
        if (!same.isEmpty()) {
            Sighting other = same.get(0);
            return different(pending, run, body, other.document().toString(), other.way(), other.seq());
        }
        if (sightings.isEmpty() || !run.awakeFor(pending)) {
            return Ruling.settled(
                    Verdict.UNSEEN, "the witness never saw the shadow at version " + version, pending.seq());
        }
        Sighting newest = sightings.get(sightings.size() - 1);
        return Contradiction.ruling(
                run,
                pending,
                ShadowDocument.content(printed).toString(),
                List.of(ShadowDocument.content(newest.document()).toString()),
                "the witness was awake and never saw version " + version + "; it last saw " + newest.version() + " "
                        + newest.way(),
                newest.seq(),
                pending.seq());
    }

    private static Ruling different(
            PendingClaim pending, RunView run, String printed, String seen, String where, long seq) {
        String reason = "the witness saw another document " + where + ": " + seen;
        boolean whole = Boolean.TRUE.equals(pending.claim().fields().get("complete"));
        if (!whole || Json.parse(printed) == null && run.wire().isDamaged()) {
            return Ruling.settled(
                    Verdict.UNSEEN, reason + "; the printed text was damaged on the wire", seq, pending.seq());
        }
        String said = ShadowDocument.bare(printed);
        String bare = ShadowDocument.bare(seen);
        return said.equals(bare)
                ? Contradiction.ruling(run, pending, said, reason, seq, pending.seq())
                : Contradiction.ruling(run, pending, said, List.of(bare), reason, seq, pending.seq());
    }

    /** @param way how it was seen, in words */
    private record Sighting(long seq, long version, JsonNode document, String way) {}

    private static List<Sighting> sightings(RunView run) {
        CloudTimeline cloud = run.cloud();
        List<Sighting> all = new ArrayList<>();
        cloud.shadows().stream()
                .filter(it -> it.status() == 200)
                .forEach(it -> add(all, it.seq(), Json.parse(it.body()), "by its own REST read"));
        String update = run.topic(ShadowOperation.UPDATE);
        for (Message it : cloud.on(update + "/documents")) {
            JsonNode transition = it.json();
            add(all, it.seq(), transition == null ? null : transition.get("current"), "on " + it.topic());
        }
        String get = run.topic(ShadowOperation.GET);
        for (Message it : cloud.on(get + "/accepted")) {
            add(all, it.seq(), it.json(), "on " + it.topic());
        }
        all.sort(Comparator.comparingLong(Sighting::seq));
        return all;
    }

    private static void add(List<Sighting> all, long seq, @Nullable JsonNode document, String way) {
        if (document != null && document.has("version")) {
            all.add(new Sighting(seq, document.path("version").asLong(-1), document, way));
        }
    }

    /** The message that a ruling rests on. */
    static @Nullable Message message(RunView run, Settled ruling) {
        return run.cloud()
                .messages()
                .filter(it -> ruling.evidence().contains(it.seq()))
                .findFirst()
                .orElse(null);
    }

    private static Long[] evidence(List<Long> of, long seq) {
        return Stream.concat(of.stream(), Stream.of(seq)).toArray(Long[]::new);
    }
}
