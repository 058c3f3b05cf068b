package org.numakerbench.web.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.crosscheck.claim.Expectations;
import org.numakerbench.crosscheck.claim.Expectations.Expected;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Verdict;
import org.numakerbench.web.page.Excerpt;
import org.numakerbench.web.page.StepRow;

/** The steps of a run: those that a good one has, in their order, and how far each is judged. */
final class LiveSteps {
    private final Map<String, StepRow> rows = new LinkedHashMap<>();
    private final Map<String, Long> versions = new HashMap<>();

    /** What is to come. */
    void expect(RunContext context) {
        Set<String> steps = new LinkedHashSet<>();
        for (Expected expected : Expectations.of(context)) {
            steps.add(expected.step().name());
        }
        for (String step : steps) {
            put(StepRow.coming(step), 1);
        }
    }

    /** @param complete nothing will come of what has not come */
    void judged(Judgement judgement, boolean complete, long version) {
        Map<String, Finding> worst = Finding.gravestByStep(judgement.findings());
        Map<String, Integer> claims = new HashMap<>();
        for (Finding finding : judgement.findings()) {
            claims.merge(finding.step(), 1, Integer::sum);
        }
        worst.forEach((step, finding) -> put(judged(finding, claims.getOrDefault(step, 1)), version));
        for (Judgement.OpenClaim open : judgement.open()) {
            if (!worst.containsKey(open.step())) {
                put(StepRow.waiting(open.step(), firstLine(open.claim())), version);
            }
        }
        if (complete) {
            for (StepRow row : new ArrayList<>(rows.values())) {
                if (!row.isJudged()) {
                    put(StepRow.notReached(row.step()), version);
                }
            }
        }
    }

    private static StepRow judged(Finding finding, int claims) {
        String said = finding.claim() == null ? "" : firstLine(finding.claim());
        return new StepRow(
                finding.step(),
                finding.verdict().name(),
                finding.claim() == null ? "never said" : said,
                finding.verdict() == Verdict.CONFIRMED ? "" : Excerpt.of(finding.reason()),
                claims);
    }

    private static String firstLine(String claim) {
        return Excerpt.of(claim.lines().findFirst().orElse(""));
    }

    private void put(StepRow row, long version) {
        if (!row.equals(rows.put(row.step(), row))) {
            versions.put(row.step(), version);
        }
    }

    List<StepRow> since(long version) {
        return rows.values().stream()
                .filter(it -> versions.getOrDefault(it.step(), 0L) > version)
                .toList();
    }
}
