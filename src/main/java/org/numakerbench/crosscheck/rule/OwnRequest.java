package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Ask;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.JsonDifference;
import org.numakerbench.crosscheck.timeline.OwnAnswers.Answer;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Request;
import org.numakerbench.model.Verdict;
import org.numakerbench.text.Figures;
import org.numakerbench.text.Shortened;
import org.numakerbench.uart.Claim;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A line of a user's own firmware against the request that its description names: what a server says of it. A server shows what is so
 * now: what it shows confirms as many lines as say so, and a later line may have changed it.
 */
final class OwnRequest {
    private static final int LONGEST = 200;

    private final Request request;
    private final @Nullable String url;
    private final JsonNode value;

    private OwnRequest(Request request, Claim claim) {
        this.request = request;
        this.url = Filled.url(request.get(), claim);
        this.value = Filled.json(request.value(), claim);
    }

    static Ruling check(PendingClaim pending, RunView run, Request request) {
        if (pending.claim().claimsFailure()) {
            return Ruling.settled(Verdict.UNCHECKABLE, "only the device can see this failure", pending.seq());
        }
        OwnRequest own = new OwnRequest(request, pending.claim());
        return own.url == null
                ? Ruling.settled(Verdict.UNCHECKABLE, "what it says makes no URL of " + request.get(), pending.seq())
                : own.check(pending, run, own.url);
    }

    private Ruling check(PendingClaim pending, RunView run, String asked) {
        List<Answer> answers = run.answers().of(asked, pending.seq());
        Optional<Answer> same = answers.stream()
                .filter(it -> it.isGiven() && difference(it).isEmpty())
                .findFirst();
        if (same.isPresent()) {
            return Ruling.settled(
                    Verdict.CONFIRMED, "GET " + asked + " shows it", same.get().seq(), pending.seq());
        }
        return run.closed() ? notShown(pending, run, asked, answers) : Ruling.asking(new Ask(asked, pending.seq()));
    }

    /** What differs, for a person; empty when the answer is what the line says. */
    private Optional<String> difference(Answer answer) {
        JsonNode whole = Json.parse(answer.text());
        if (whole == null && request.pointer() == null) {
            whole = JsonNodeFactory.instance.stringNode(answer.text().strip());
        }
        if (whole == null) {
            return Optional.of("the answer is no JSON");
        }
        Double tolerance = request.tolerance();
        return JsonDifference.first(
                        value,
                        whole.at(request.where()),
                        tolerance == null ? Map.of() : Map.of("", tolerance),
                        List.of())
                .map(it -> request.pointer() == null ? it : "at " + request.pointer() + ", " + it);
    }

    private Settled notShown(PendingClaim pending, RunView run, String asked, List<Answer> answers) {
        if (answers.isEmpty()) {
            return Ruling.settled(Verdict.UNCHECKABLE, "the bench did not ask " + asked, pending.seq());
        }
        Answer last = answers.get(answers.size() - 1);
        List<Answer> others = answers.stream().filter(Answer::isGiven).toList();
        if (others.isEmpty()) {
            return last.status() == null
                    ? Ruling.settled(
                            Verdict.UNSEEN, "no evidence: GET " + asked + ": " + last.text(), pending.seq(), last.seq())
                    : Ruling.settled(
                            Verdict.UNCHECKABLE,
                            "GET " + asked + " answers " + last.status() + ", which says nothing of it; check the URL"
                                    + " and what the server wants to know",
                            pending.seq(),
                            last.seq());
        }
        Optional<Answer> before = others.stream()
                .filter(it -> !isOvertaken(pending, run, asked, it))
                .reduce((older, newer) -> newer);
        if (before.isEmpty()) {
            return Ruling.settled(
                    Verdict.UNSEEN,
                    "no evidence: the device said the next of it before GET " + asked + " was answered",
                    pending.seq(),
                    others.get(0).seq());
        }
        Answer other = before.get();
        return Contradiction.ruling(
                run,
                pending,
                pending.claim().text(),
                "GET " + asked + ", asked " + Figures.count(answers.size(), "time") + ", does not show it: "
                        + difference(other).orElse("") + " (" + Shortened.to(LONGEST, other.text()) + ")",
                pending.seq(),
                other.seq());
    }

    /** Whether the answer may be of a later line that the same URL tells of: it came behind that, or shows what that says. */
    private boolean isOvertaken(PendingClaim pending, RunView run, String asked, Answer answer) {
        FirmwareDescription firmware = Objects.requireNonNull(run.context().firmware());
        return run.behind(pending)
                .filter(each -> {
                    Line line = firmware.line(each.claim().string(FirmwareDescription.ROW));
                    Request its = line == null ? null : line.request();
                    return its != null
                            && asked.equals(Filled.url(its.get(), each.claim()))
                            && (answer.seq() > each.seq()
                                    || new OwnRequest(its, each.claim())
                                            .difference(answer)
                                            .isEmpty());
                })
                .findAny()
                .isPresent();
    }
}
