package org.numakerbench.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "(a)\\1 ; not a regular expression",
                "(?<=x)a ; not a regular expression",
                "[a ; not a regular expression",
                "a* ; matches the empty text",
                "a|b? ; matches the empty text",
                "^ ; matches the empty text",
                "\\b ; matches the empty text",
                "a\\nb ; looks for a line end",
                "(?s)a.b ; looks for a line end",
                "((((.{100}){100}){100}){100}) ; too large",
                "(?:[ab]{1,1000}x){30} ; too large",
            })
    void whatCannotBeUsedIsRefused(String expression, String why) {
        assertThat(Expressions.problem(expression.strip()))
                .hasValueSatisfying(it -> assertThat(it.wrong()).startsWith(why));
    }

    @Test
    void othersCan() {
        for (String good : List.of("token=[0-9a-f]+", "\\\\name: [a-z]+", "Füchse=.+", "(?i)secret +\\S+", "[^\"]+x")) {
            assertThat(Expressions.problem(good)).as(good).isEmpty();
        }
    }

    @Test
    void bytesAreSearchedForOtherLettersToo() {
        assertThat(SecretText.of(List.of("Füchse=.+"))
                        .hide(org.numakerbench.evidence.Bytes.utf8("Füchse=geheim"))
                        .utf8())
                .doesNotContain("geheim");
    }

    /** The classic ones, on which java.util.regex needs for ever or overflows the stack. */
    @Test
    void noExpressionTakesLong() {
        String text = "a".repeat(100_000) + "!\n";
        for (String each : List.of("(a+)+$x", "(a|aa)+$x", "(.*.*)+x=y", "(x|y|a)+z")) {
            Assertions.assertTimeout(
                    Duration.ofSeconds(20), () -> SecretText.of(List.of(each)).hide(text));
        }
    }
}
