package org.numakerbench.crosscheck.expect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.expect.Wait.Doubt;
import org.numakerbench.crosscheck.measure.ByteTimes;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.HostText;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.expect.Dialogue;
import org.numakerbench.uart.expect.Dialogue.Sent;
import org.numakerbench.uart.expect.ExpectedOrder;
import org.numakerbench.uart.expect.ExpectedOrder.Found;
import org.numakerbench.uart.expect.Forbidden;
import org.numakerbench.uart.expect.LineTest;

/** What became of each expectation of a description, once the run is over. */
public final class ExpectedFindings {
    /**
     * One of them.
     *
     * @param brokenAt entry at which the device broke it; null when it kept it, and when nobody can tell
     */
    public record Kept(Finding finding, @Nullable Long brokenAt) {}

    private final FirmwareDescription firmware;
    private final RunView run;
    private final List<PendingClaim> heard;
    private final List<Claim> claims;
    private final ByteTimes times;
    private final RunEnd end;
    private final List<Kept> all = new ArrayList<>();

    private ExpectedFindings(FirmwareDescription firmware, RunView run, ByteTimes times, RunEnd end) {
        this.firmware = firmware;
        this.run = run;
        // A second boot is a trouble of its own; of firmware that tests in a loop the first one has all its lines.
        int first = run.heard().isEmpty() ? 0 : run.heard().get(0).boot();
        this.heard = run.heard().stream().filter(it -> it.boot() == first).toList();
        this.claims = heard.stream().map(PendingClaim::claim).toList();
        this.times = times;
        this.end = end;
    }

    /** All, in the order of the description; nothing of the example firmware, and nothing before a boot was seen. */
    public static List<Kept> of(RunView run, Dialogue dialogue, ByteTimes times, RunEnd end) {
        FirmwareDescription firmware = run.context().firmware();
        if (firmware == null || run.heard().isEmpty()) {
            return List.of();
        }
        ExpectedFindings findings = new ExpectedFindings(firmware, run, times, end);
        ExpectedOrder.of(firmware, findings.claims).forEach(findings::expected);
        Forbidden.of(firmware, run.heard().stream().map(PendingClaim::claim).toList())
                .forEach(findings::forbidden);
        for (int i = 0; i < firmware.send().size(); i++) {
            findings.sent(i, dialogue);
        }
        return findings.all;
    }

    private void expected(Found found) {
        ExpectedLine line = found.line();
        String step = step(line.step(), line.line());
        Integer place = found.since() == null ? found.from() : found.since();
        String behind = place == null ? "" : Wait.shown(claims.get(place));
        PendingClaim at = found.at() == null ? null : heard.get(found.at());
        switch (found.state()) {
            case MET -> {
                if (at != null) {
                    met(step, line, found, at, behind);
                }
            }
            case NOT_DUE ->
                keep(
                        step,
                        null,
                        Verdict.UNCHECKABLE,
                        "\"" + line.line() + "\" was never due: \"" + line.after() + "\" never came",
                        List.of());
            case TOO_OFTEN ->
                broken(
                        step,
                        Objects.requireNonNull(at),
                        "it came " + found.count() + " times; its description allows " + line.most()
                                + (line.most() == 1 ? " time" : " times"));
            case EARLY -> early(step, line, found, Objects.requireNonNull(at), behind);
            case MISSING -> missing(step, line, found, behind);
        }
    }

    private void met(String step, ExpectedLine line, Found found, PendingClaim at, String behind) {
        Duration within = line.within();
        Integer since = found.since();
        if (within == null || since == null) {
            String time = within == null ? "" : "; its time does not count, as what it comes behind is not there";
            keep(step, at, Verdict.CONFIRMED, "it came behind " + behind + time, List.of());
            return;
        }
        Wait wait = Wait.behind(run, heard, times, since, Objects.requireNonNull(found.at()));
        inTime(step, wait, at, within, behind, mayBe(line.line()));
    }

    private void inTime(
            String step, Wait wait, PendingClaim at, Duration within, String behind, Predicate<Claim> mayBe) {
        Duration took = wait.took(at);
        String words = "it came " + Wait.words(took) + " behind " + behind + "; " + Wait.words(within) + " are allowed";
        long came = Wait.nanos(at, times);
        if (!wait.isOver(
                took, within, Math.toIntExact(at.claim().end() - at.claim().start()))) {
            keep(step, at, Verdict.CONFIRMED, words, List.of(wait.fromSeq()));
            return;
        }
        Optional<Doubt> doubt = wait.damage(mayBe);
        if (wait.mayBeLag(took, within)) {
            doubt = Optional.of(new Doubt("this host was late, too", wait.lags(came)));
        } else if (doubt.isEmpty()) {
            doubt = wait.stalled(came);
        }
        brokenUnless(doubt, step, at, words, List.of());
    }

    /** What it comes behind may have come before, too, and have been damaged. */
    private void early(String step, ExpectedLine line, Found found, PendingClaim at, String behind) {
        String words = "it came at line " + at.claim().line() + ", ahead of " + behind;
        Optional<Doubt> doubt = doubt(Wait.behind(run, heard, times, 0, heard.size()), mayBe(line.line()));
        brokenUnless(doubt, step, at, words, List.of());
    }

    private void missing(String step, ExpectedLine line, Found found, String behind) {
        Integer since = found.since();
        Wait wait = Wait.behind(
                run, heard, times, since == null ? Objects.requireNonNull(found.from()) : since, found.until());
        String often = line.least() == 1 ? "it never came" : "it came " + found.count() + " times, not " + line.least();
        never(step, line.line(), wait, since == null ? null : line.within(), often + " behind " + behind);
    }

    private void never(String step, String line, Wait wait, @Nullable Duration within, String words) {
        String allowed = within == null ? "" : "; " + Wait.words(within) + " are allowed";
        String what = "\"" + line + "\": " + words + allowed + "; " + wait.instead();
        Optional<Doubt> doubt = doubt(wait, mayBe(line));
        Long ended = end.nanos();
        if (doubt.isEmpty() && ended != null) {
            doubt = wait.stalled(ended);
        }
        boolean timeOver = within != null
                && ended != null
                && ended - wait.fromNanos() - run.host().mostLostNanos(wait.fromNanos(), ended) > within.toNanos();
        if (doubt.isEmpty() && end.otherTrouble()) {
            doubt = Optional.of(new Doubt("something else had gone wrong", List.of()));
        } else if (doubt.isEmpty() && !end.toTheEnd() && !timeOver) {
            doubt = Optional.of(new Doubt("the run ended before", List.of()));
        }
        brokenUnless(doubt, step, null, what, List.of(wait.fromSeq()));
    }

    private Optional<Doubt> doubt(Wait wait, Predicate<Claim> mayBe) {
        return end.leftOut()
                ? Optional.of(new Doubt("the device says more than the bench looks at", List.of()))
                : wait.damage(mayBe);
    }

    private void forbidden(Forbidden.Hit hit) {
        PendingClaim at = run.heard().get(hit.at());
        broken(
                at.claim().step() == null ? ExpectedLine.STEP : at.step().name(),
                at,
                "its description says that \"" + hit.pattern() + "\" must never come; it came "
                        + (hit.count() == 1 ? "once" : hit.count() + " times"));
    }

    private void sent(int send, Dialogue dialogue) {
        HostText text = firmware.send().get(send);
        String answer = text.answer();
        String step = step(text.step(), answer == null ? "" : answer);
        Sent sent = dialogue.sent().stream()
                .filter(it -> it.send() == send)
                .findFirst()
                .orElse(null);
        if (sent == null) {
            notSent(step, text, dialogue.due().contains(send));
            return;
        }
        if (answer == null) {
            return;
        }
        int first = (int) heard.stream().filter(it -> it.seq() < sent.seq()).count();
        String behind = "the bench sent \"" + text.text().strip() + "\" (entry " + sent.seq() + ")";
        Wait wait = new Wait(run, heard, times, sent.seq(), sent.nanos(), first, heard.size());
        LineTest awaited = LineTest.of(answer, firmware);
        PendingClaim at = heard.stream()
                .skip(first)
                .filter(it -> awaited.takes(it.claim()))
                .findFirst()
                .orElse(null);
        if (at != null) {
            Wait until = new Wait(run, heard, times, sent.seq(), sent.nanos(), first, heard.indexOf(at));
            inTime(step, until, at, text.patience(), behind, mayBe(answer));
        } else if (run.wire().isDamaged() || first == 0) {
            keep(
                    step,
                    null,
                    Verdict.UNSEEN,
                    "\"" + answer + "\": it never came after " + behind
                            + (first == 0
                                    ? "; but that was before this boot"
                                    : "; but bytes were damaged, and those to the board may be, too: "
                                            + run.wire().describe()),
                    Wait.evidence(run.wire().stalls(), sent.seq()));
        } else {
            never(step, answer, wait, text.patience(), "it never came after " + behind);
        }
    }

    private void notSent(String step, HostText text, boolean due) {
        String words = "the bench never sent \"" + text.text().strip() + "\": ";
        if (due) {
            keep(step, null, Verdict.UNSEEN, words + "the run ended before", List.of());
        } else if (run.wire().isDamaged()) {
            String damage = "\"" + text.after() + "\" was not read; the wire was damaged at "
                    + run.wire().describe();
            keep(step, null, Verdict.UNSEEN, words + damage, run.wire().stalls());
        } else {
            keep(step, null, Verdict.UNCHECKABLE, words + "\"" + text.after() + "\" never came", List.of());
        }
    }

    /** A line that is it is no remains of another. */
    private Predicate<Claim> mayBe(String line) {
        LineTest test = LineTest.of(line, firmware);
        return it -> test.mayBe(it) && !test.takes(it);
    }

    /** The step it names, or else that of the line it speaks of. */
    private String step(@Nullable String own, String line) {
        Line named = firmware.line(line);
        return own != null ? own : named != null && named.step() != null ? named.step() : ExpectedLine.STEP;
    }

    private void broken(String step, PendingClaim at, String words) {
        brokenUnless(Optional.empty(), step, at, words, List.of());
    }

    /** @param at what broke it; null: that nothing came, at which the run ended */
    private void brokenUnless(
            Optional<Doubt> doubt, String step, @Nullable PendingClaim at, String words, List<Long> evidence) {
        if (doubt.isPresent()) {
            String why = "; but " + doubt.get().words();
            keep(step, at, Verdict.UNSEEN, words + why, doubt.get().evidence());
        } else {
            Finding finding = finding(step, at, Verdict.REFUTED, words, evidence);
            all.add(new Kept(finding, at == null ? Long.MAX_VALUE : at.seq()));
        }
    }

    private void keep(String step, @Nullable PendingClaim at, Verdict verdict, String words, List<Long> evidence) {
        all.add(new Kept(finding(step, at, verdict, words, evidence), null));
    }

    private static Finding finding(
            String step, @Nullable PendingClaim at, Verdict verdict, String words, List<Long> evidence) {
        return new Finding(
                step,
                at == null ? null : at.claim().text(),
                verdict,
                words,
                Wait.evidence(evidence, at == null ? null : at.seq()),
                at == null ? null : at.claim().line());
    }
}
