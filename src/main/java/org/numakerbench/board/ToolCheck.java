package org.numakerbench.board;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.FailureCode;

/**
 * What the run of a tool must look like to count as a success.
 *
 * @param required each must be found in the output
 * @param forbidden none may be found in the output
 * @param exitCode true when an exit code other than 0 is a failure; tools with undocumented codes: false
 * @param troubles what a failure may mean
 */
public record ToolCheck(List<Pattern> required, List<Pattern> forbidden, boolean exitCode, ToolTroubles troubles) {
    private static final int LONGEST_LINE = 200;
    /** At the beginning, behind a time or a mark at most: "0 errors" and "no error" are none. */
    private static final Pattern ERROR = Pattern.compile(
            "^(?!\\s*0 )[^\\p{L}]{0,40}(?i:fatal |internal )?(?i:errors?|failure|fatal)\\b(?! *(?:count)? *[:=]? *0\\b)");

    public ToolCheck {
        required = List.copyOf(required);
        forbidden = List.copyOf(forbidden);
    }

    /** A check by patterns alone, written as regular expressions. */
    public static ToolCheck of(List<String> required, List<String> forbidden, boolean exitCode, ToolTroubles troubles) {
        return new ToolCheck(
                required.stream().map(Pattern::compile).toList(),
                forbidden.stream().map(Pattern::compile).toList(),
                exitCode,
                troubles);
    }

    /**
     * Judges a run: time, then what it must not say, what it must say, and the exit code.
     *
     * @param timeout the run had, for the message
     * @throws DriverException with the cause and the remedy where the output is known, else with its last line
     */
    public void require(Fact.ToolRan ran, Duration timeout) throws DriverException {
        String wrong = wrong(ran, timeout);
        if (wrong == null) {
            return;
        }
        String output = ran.output().utf8();
        String name = ran.commandLine().get(0);
        Optional<ToolTroubles.Known> known = troubles.in(output);
        if (known.isPresent()) {
            throw new DriverException(
                    known.get().code(),
                    name + ": " + known.get().cause() + " (it " + wrong + ")",
                    known.get().remedy());
        }
        throw new DriverException(
                ran.timedOut() ? FailureCode.TOOL_TIMEOUT : FailureCode.TOOL_FAILED,
                name + " " + wrong
                        + errorLine(output)
                                .or(() -> lastLine(output))
                                .map(it -> ": " + it)
                                .orElse(""),
                ran.timedOut()
                        ? "run it by hand, or raise its timeout in the profile"
                        : "its whole output is in the evidence log");
    }

    /** What the run did wrong, as the rest of a sentence about it; null when nothing. */
    public @Nullable String wrong(Fact.ToolRan ran, Duration timeout) {
        if (ran.timedOut()) {
            return "did not end within " + timeout.toMillis() + " ms and was killed";
        }
        String output = ran.output().utf8();
        for (Pattern pattern : forbidden) {
            if (pattern.matcher(output).find()) {
                return "reported a failure: its output matches \"" + pattern + "\"";
            }
        }
        Integer code = ran.exitCode();
        if (exitCode && (code == null || code != 0)) {
            return "ended with exit code " + code;
        }
        for (Pattern pattern : required) {
            if (!pattern.matcher(output).find()) {
                return "did not report success: its output lacks \"" + pattern + "\"";
            }
        }
        return null;
    }

    /** The first line of an output that calls itself an error: what a tool prints after it are consequences. */
    public static Optional<String> errorLine(String output) {
        return output.lines()
                .filter(line -> ERROR.matcher(line).find())
                .findFirst()
                .map(ToolCheck::readable);
    }

    private static Optional<String> lastLine(String output) {
        return output.lines()
                .filter(line -> !line.isBlank())
                .reduce((earlier, later) -> later)
                .map(ToolCheck::readable);
    }

    /** Tools repeat what devices tell them: control characters are hidden, and an endless line is cut. */
    private static String readable(String line) {
        String text = line.replaceAll("\\p{Cntrl}", "?").strip();
        return text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "..." : text;
    }
}
