package org.numakerbench.report.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Outcome;
import org.numakerbench.report.JunitSuite;
import org.numakerbench.report.JunitSuite.Result;
import org.numakerbench.run.RunRecord;

/**
 * {@code junit.xml}: one test case a finding, and one for the outcome. The outcome's case is red exactly when the exit
 * code is not 0: a failure for what the device did, an error for what the bench or the cloud did. A case is called by its
 * step and its number there, so that servers recognise it in the next run; the device's words, which vary, are its output.
 * Each measurement is a property, its unit behind its name: {@code time.tls-handshake.ms}, the median of its samples.
 */
public final class JunitXml {
    private JunitXml() {}

    /** The document as text. */
    public static String write(RunRecord record) {
        Judgement judgement = ShortTexts.of(record.judgement());
        String name = record.context().board() + "." + record.context().image().id();
        JunitSuite suite =
                new JunitSuite(name).at(record.started(), Duration.between(record.started(), record.ended()));
        suite.add(
                name,
                "outcome",
                Duration.between(record.started(), record.ended()),
                result(
                        judgement.outcome(),
                        judgement.failure() == null
                                ? null
                                : judgement.failure().code().word(),
                        judgement.reason()),
                List.of(judgement.outcome() + ": " + judgement.reason()));
        for (Measurement it : judgement.measurements()) {
            suite.property(
                    it.unit().isEmpty() ? it.name() : it.name() + "." + it.unit(),
                    new BigDecimal(it.samples().median())
                            .round(MathContext.DECIMAL32)
                            .toPlainString());
        }
        FindingTimes times = new FindingTimes(record.entries());
        Map<String, Integer> ordinals = new HashMap<>();
        for (Finding finding : judgement.findings()) {
            int ordinal = ordinals.merge(finding.step(), 1, Integer::sum);
            String claim = finding.claim() == null ? "never said" : finding.claim();
            String line = finding.line() == null ? "" : "line " + finding.line() + ": ";
            suite.add(
                    name, finding.step() + " " + ordinal, times.next(finding), result(finding), List.of(line + claim));
        }
        return suite.write();
    }

    /**
     * What a test case for a run says; null for one that passed.
     *
     * @param code the failure's, which becomes the type; null where none is known
     */
    public static @Nullable Result result(Outcome outcome, @Nullable String code, String reason) {
        String type = code == null ? outcome.name() : code;
        return switch (outcome) {
            case PASS -> null;
            case DEVICE_FAIL, MISMATCH -> new Result("failure", type, reason);
            case BENCH_FAULT, CLOUD_FAULT, INCONCLUSIVE -> new Result("error", type, reason);
        };
    }

    private static @Nullable Result result(Finding finding) {
        return switch (finding.verdict()) {
            case CONFIRMED -> null;
            case REFUTED, UNCLAIMED -> new Result("failure", finding.verdict().name(), finding.reason());
            case UNSEEN, UNCHECKABLE ->
                new Result("skipped", finding.verdict().name(), finding.verdict() + ": " + finding.reason());
        };
    }
}
