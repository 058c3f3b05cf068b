package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.CloudTimeline;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The response that the device printed, status and body, against what the state of the cloud implies. */
final class HttpsResponseRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        if (judging.isRepeated(heard)) {
            return HttpsStatusRule.announcementLost(heard);
        }
        PrintedResponse response = PrintedResponse.of(heard, judging);
        if (response.missingBytes() > 0) {
            return Ruling.settled(
                    Verdict.UNCHECKABLE,
                    "the answer did not fit the firmware's 600-byte buffer; its rest is the start of the next one",
                    heard.seq());
        }
        boolean whole = Boolean.TRUE.equals(heard.claim().fields().get("complete"));
        if (!whole && Json.parse(response.body()) == null) {
            return Ruling.settled(
                    Verdict.UNSEEN,
                    "it came damaged or not whole: fewer or more characters than announced",
                    heard.seq());
        }
        Integer status = response.status();
        if (status == null) {
            return Ruling.settled(
                    judging.wire().isDamaged() ? Verdict.UNSEEN : Verdict.UNCHECKABLE,
                    "no HTTP status line can be read in it",
                    heard.seq());
        }
        if (status == 200 && heard.step().equals("https.shadow-get-rest")) {
            return document(heard, judging, response.body());
        }
        PendingClaim line = judging.before(heard, ClaimKind.HTTPS_STATUS);
        Settled effect = line == null ? null : line.ruling();
        if (line == null) {
            return Ruling.settled(Verdict.UNCHECKABLE, "the device never printed a status line for it", heard.seq());
        }
        if (effect == null) {
            return Ruling.awaiting(judging.closed() ? Need.END : Need.MESSAGE);
        }
        if (status != 200) {
            return failure(heard, status, line, effect);
        }
        if (line.claim().claimsFailure() || effect.verdict() != Verdict.CONFIRMED) {
            return as(effect, "HTTP 200 is printed: ", heard);
        }
        return Steps.isRestful(heard.step())
                ? answer(heard, judging, response.body(), effect)
                : taken(heard, response.body(), effect);
    }

    /** A status other than 200: true when the cloud saw nothing of the request. */
    private static Ruling failure(PendingClaim heard, int status, PendingClaim line, Settled effect) {
        String printed = "HTTP " + status + " is printed: ";
        if (line.claim().claimsFailure()) {
            return as(effect, printed, heard);
        }
        // The line above it claims 200 OK, wrongly if nothing came of it.
        Verdict verdict = switch (effect.verdict()) {
            case REFUTED -> Verdict.CONFIRMED;
            case CONFIRMED -> Verdict.REFUTED;
            default -> effect.verdict();
        };
        return as(new Settled(verdict, effect.reason(), effect.evidence()), printed, heard);
    }

    private static Ruling as(Settled effect, String before, PendingClaim heard) {
        return Ruling.settled(effect.verdict(), before + effect.reason(), evidence(effect.evidence(), heard.seq()));
    }

    private static Ruling taken(PendingClaim heard, String body, Settled effect) {
        JsonNode answer = Json.parse(body);
        boolean usual = answer != null
                && Json.text(answer, "message").equals("OK")
                && !Json.text(answer, "traceId").isEmpty();
        return usual
                ? Ruling.settled(
                        Verdict.CONFIRMED,
                        "HTTP 200 and a trace ID, as for a message that was taken",
                        evidence(effect.evidence(), heard.seq()))
                : Ruling.settled(
                        Verdict.UNCHECKABLE, "the host does not see what the service answered: " + body, heard.seq());
    }

    /** The document of a RESTful update or delete is the one on the {@code accepted} topic. */
    private static Ruling answer(PendingClaim heard, Judging judging, String body, Settled effect) {
        Message accepted = message(judging, effect);
        boolean empty = body.isBlank() || body.strip().equals("{}");
        if (accepted == null || empty && heard.step().equals("https.shadow-delete-rest")) {
            return Ruling.settled(
                    Verdict.CONFIRMED, "HTTP 200 and no document", evidence(effect.evidence(), heard.seq()));
        }
        if (ShadowAnswers.isSame(body, accepted)) {
            return Ruling.settled(
                    Verdict.CONFIRMED, "the same document as on " + accepted.topic(), accepted.seq(), heard.seq());
        }
        return different(heard, judging, body, accepted.text(), accepted.topic(), accepted.seq());
    }

    /** The document of a RESTful read is the shadow at its version, as the witness saw it by any way. */
    private static Ruling document(PendingClaim heard, Judging judging, String body) {
        JsonNode printed = Json.parse(body);
        if (printed == null || !printed.has("version")) {
            String reason = "the printed body is no shadow document: " + body;
            return judging.wire().isDamaged()
                    ? Ruling.settled(Verdict.UNSEEN, reason + "; bytes were damaged", heard.seq())
                    : Ruling.settled(Verdict.REFUTED, reason, heard.seq());
        }
        long version = printed.path("version").asLong(-1);
        List<Sighting> sightings = sightings(judging);
        List<Sighting> same =
                sightings.stream().filter(it -> it.version() == version).toList();
        for (Sighting sighting : same) {
            if (content(printed).equals(content(sighting.document()))) {
                return Ruling.settled(
                        Verdict.CONFIRMED,
                        "the shadow at version " + version + ", as the witness saw it " + sighting.way(),
                        sighting.seq(),
                        heard.seq());
            }
        }
        if (!judging.closed()) {
            return Ruling.awaiting(Need.MESSAGE);
        }
        if (!same.isEmpty()) {
            Sighting other = same.get(0);
            return different(heard, judging, body, other.document().toString(), other.way(), other.seq());
        }
        if (sightings.isEmpty() || !judging.awakeFor(heard)) {
            return Ruling.settled(
                    Verdict.UNSEEN, "the witness never saw the shadow at version " + version, heard.seq());
        }
        Sighting newest = sightings.get(sightings.size() - 1);
        return judging.contradicted(
                heard,
                content(printed).toString(),
                List.of(content(newest.document()).toString()),
                "the witness was awake and never saw version " + version + "; it last saw " + newest.version() + " "
                        + newest.way(),
                newest.seq(),
                heard.seq());
    }

    private static Ruling different(
            PendingClaim heard, Judging judging, String printed, String seen, String where, long seq) {
        String reason = "the witness saw another document " + where + ": " + seen;
        if (Json.parse(printed) == null && judging.wire().isDamaged()) {
            return Ruling.settled(
                    Verdict.UNSEEN, reason + "; the printed text was damaged on the wire", seq, heard.seq());
        }
        return judging.contradicted(heard, comparable(printed), List.of(comparable(seen)), reason, seq, heard.seq());
    }

    /** @param way how it was seen, in words */
    private record Sighting(long seq, long version, JsonNode document, String way) {}

    private static List<Sighting> sightings(Judging judging) {
        CloudTimeline cloud = judging.cloud();
        List<Sighting> all = new ArrayList<>();
        cloud.shadows().stream()
                .filter(it -> it.status() == 200)
                .forEach(it -> add(all, it.seq(), Json.parse(it.body()), "by its own REST read"));
        String update = Steps.shadowTopic(judging.context().identity(), "update");
        for (Message it : cloud.on(update + "/documents")) {
            JsonNode transition = it.json();
            add(all, it.seq(), transition == null ? null : transition.get("current"), "on " + it.topic());
        }
        String get = Steps.shadowTopic(judging.context().identity(), "get");
        for (Message it : cloud.on(get + "/accepted")) {
            add(all, it.seq(), it.json(), "on " + it.topic());
        }
        all.sort(java.util.Comparator.comparingLong(Sighting::seq));
        return all;
    }

    private static void add(List<Sighting> all, long seq, @Nullable JsonNode document, String way) {
        if (document != null && document.has("version")) {
            all.add(new Sighting(seq, document.path("version").asLong(-1), document, way));
        }
    }

    /** What a shadow holds: {@code delta} follows from it, and the answer's own timestamp is not part of it. */
    private static JsonNode content(JsonNode document) {
        JsonNode copy = Json.without(document, "timestamp", "clientToken");
        for (String section : List.of("state", "metadata")) {
            if (copy.get(section) instanceof ObjectNode object) {
                object.remove("delta");
            }
        }
        return copy;
    }

    /** What two documents must have in common, as text: how far apart they are is a question of bytes. */
    private static String comparable(String document) {
        JsonNode json = Json.parse(document);
        return json == null ? document : content(json).toString();
    }

    /** The message that a ruling rests on. */
    static @Nullable Message message(Judging judging, Settled ruling) {
        return judging.cloud()
                .messages()
                .filter(it -> ruling.evidence().contains(it.seq()))
                .findFirst()
                .orElse(null);
    }

    private static Long[] evidence(List<Long> of, long seq) {
        return Stream.concat(of.stream(), Stream.of(seq)).toArray(Long[]::new);
    }
}
