package org.numakerbench.cli.heap;

import java.util.List;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.history.FindingWords;
import org.numakerbench.history.HeapCheck;
import org.numakerbench.history.HeapCheck.State;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.report.JunitSuite;
import org.numakerbench.report.JunitSuite.Result;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import tools.jackson.databind.node.ObjectNode;

/** The answers of {@code bench heap check} and {@code bench check}: as JUnit XML, as JSON, as an exit code. */
final class Checks {
    private Checks() {}

    /** One test case a series and metric; a regression is a failure, what cannot be told is skipped. */
    static String junit(List<HeapCheck> checks) {
        return junit("heap", checks);
    }

    /** @param suiteName of the suite, and what its cases' class names begin with */
    static String junit(String suiteName, List<HeapCheck> checks) {
        JunitSuite suite = new JunitSuite(suiteName);
        for (HeapCheck check : checks) {
            Result result = switch (check.state()) {
                case PASS -> null;
                case REGRESSION ->
                    new Result(
                            "failure",
                            "regression",
                            check.words(),
                            check.findings().stream().map(FindingWords::of).toList());
                case SUSPECT, UNKNOWN -> new Result("skipped", check.state().name(), check.words());
            };
            suite.add(suiteName + "." + check.series().name(), check.metric().words(), result);
        }
        return suite.write();
    }

    /** In one line to a person. */
    static String line(HeapCheck check) {
        return check.state() + "  " + SafeText.line(check.series().words()) + ": "
                + check.metric().words() + ": " + SafeText.line(check.words());
    }

    /** One object, as {@code schemas/measurement-check.schema.json} describes. */
    static String measureJson(HeapCheck check) {
        ObjectNode json = JsonText.MAPPER.createObjectNode();
        json.put("series", check.series().name());
        json.put("name", check.metric().option());
        json.put("unit", check.metric().unit());
        json.put("state", check.state().name());
        json.put("words", check.words());
        json.putArray("findings");
        findings(json, check, "size", "low", "high");
        return JsonText.line(json);
    }

    /** One object. */
    static String json(HeapCheck check) {
        ObjectNode json = JsonText.MAPPER.createObjectNode();
        json.put("series", check.series().name());
        json.put("metric", check.metric().option());
        json.put("state", check.state().name());
        json.put("words", check.words());
        findings(json, check, "bytes", "lowBytes", "highBytes");
        return JsonText.line(json);
    }

    /** The three names are those of how much it is, and of its interval's ends. */
    private static void findings(ObjectNode json, HeapCheck check, String size, String low, String high) {
        for (HeapFinding finding : check.findings()) {
            json.withArray("findings")
                    .addObject()
                    .put("kind", finding.change().kind().name())
                    .put("firstBad", finding.firstBad().image())
                    .put("lastGood", finding.lastGood().image())
                    .put(size, finding.change().bytes())
                    .put(low, finding.change().lowBytes())
                    .put(high, finding.change().highBytes())
                    .put("falseAlarm", finding.change().falseAlarm());
        }
    }

    /** Of all answers, the one that decides. */
    static State worst(List<HeapCheck> checks) {
        return checks.stream().map(HeapCheck::state).max(State::compareTo).orElse(State.UNKNOWN);
    }

    static int exitCode(State worst) {
        return switch (worst) {
            case PASS -> ExitCodes.PASS;
            case REGRESSION -> ExitCodes.DEVICE;
            case UNKNOWN, SUSPECT -> ExitCodes.INCONCLUSIVE;
        };
    }
}
