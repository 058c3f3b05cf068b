package org.numakerbench.uart.grammar;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import org.numakerbench.secret.Expressions;

/** Regular expressions of rows: in the syntax of RE2, which needs time linear in the line whatever they are. */
final class RegexSyntax {
    private RegexSyntax() {}

    /**
     * The expression of a row, for text of one character a byte.
     *
     * @throws GrammarException when it is not right
     */
    static Pattern compile(GrammarRow row) {
        String expression = row.pattern();
        String shown = "regex \"" + expression + "\" ";
        Expressions.unusable(expression).ifPresent(it -> {
            throw new GrammarException(row.where(), shown + "is " + it.wrong(), it.right());
        });
        try {
            byte[] bytes = expression.getBytes(StandardCharsets.UTF_8);
            Pattern pattern = Pattern.compile(new String(bytes, StandardCharsets.ISO_8859_1));
            if (pattern.matches("") || pattern.matches("a") && pattern.matches("0 -")) {
                throw new GrammarException(
                        row.where(), shown + "takes any line", "give the words that the firmware prints");
            }
            return pattern;
        } catch (PatternSyntaxException wrong) {
            throw new GrammarException(
                    row.where(),
                    shown + "is not a regular expression that is known here: " + wrong.getDescription(),
                    "use the syntax of RE2: no back-references, no looking ahead or behind; quote it in '...'");
        }
    }
}
