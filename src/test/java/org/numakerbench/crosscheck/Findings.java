package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;

/** Assertions on a judgement that read as sentences. */
final class Findings extends AbstractAssert<Findings, Judgement> {
    private Findings(Judgement judgement) {
        super(judgement, Findings.class);
    }

    static Findings in(Judgement judgement) {
        return new Findings(judgement);
    }

    Findings have(Outcome outcome) {
        assertThat(actual.outcome()).as(actual.reason() + "\n" + listing()).isEqualTo(outcome);
        return this;
    }

    /** The finding whose claim contains {@code claim} has this verdict and reason. */
    Findings say(String step, String claim, Verdict verdict, String reason) {
        Finding finding = finding(step, claim);
        assertThat(finding.verdict()).as(finding.reason() + "\n" + listing()).isEqualTo(verdict);
        assertThat(finding.reason()).contains(reason);
        return this;
    }

    /** A finding without a claim. */
    Findings sayUnsaid(String step, Verdict verdict, String reason) {
        assertThat(actual.findings()).as(listing()).anySatisfy(finding -> {
            assertThat(finding.claim()).isNull();
            assertThat(finding.line()).isNull();
            assertThat(finding.step()).isEqualTo(step);
            assertThat(finding.verdict()).isEqualTo(verdict);
            assertThat(finding.reason()).contains(reason);
        });
        return this;
    }

    /** No finding but those at {@code steps} is anything but confirmed or uncheckable. */
    Findings areGoodExceptAt(String... steps) {
        assertThat(actual.findings())
                .as(listing())
                .filteredOn(it -> !List.of(steps).contains(it.step()))
                .allMatch(it -> it.verdict() == Verdict.CONFIRMED || it.verdict() == Verdict.UNCHECKABLE);
        return this;
    }

    Finding finding(String step, String claim) {
        return actual.findings().stream()
                .filter(it ->
                        it.step().equals(step) && String.valueOf(it.claim()).contains(claim))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding at " + step + " of " + claim + "\n" + listing()));
    }

    private String listing() {
        StringBuilder text = new StringBuilder(actual.outcome() + ": " + actual.reason() + "\n");
        actual.findings()
                .forEach(it -> text.append(it.verdict())
                        .append(' ')
                        .append(it.step())
                        .append(" | ")
                        .append(it.claim())
                        .append(" | ")
                        .append(it.reason())
                        .append(' ')
                        .append(it.evidence())
                        .append('\n'));
        actual.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        return text.toString();
    }
}
