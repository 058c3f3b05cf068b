package org.numakerbench.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTextTest {
    private final ConsoleText text = new ConsoleText(List.of("pin [0-9]+"));
    private final Instant at = Instant.parse("2018-01-03T07:00:00Z");

    private String accept(String latin1) {
        // Times are this machine's.
        return text.accept(latin1, at).replaceAll("(?m)^[0-9:.]{12} ", "");
    }

    @Test
    void linesEndAtLineFeedsAndAtCarriageReturns() {
        assertThat(accept("MQTT connecting\rMQTT connects OK\r\n\r\nnext"))
                .isEqualTo("MQTT connecting\nMQTT connects OK\n");
        assertThat(accept(" one\n")).isEqualTo("next one\n");
    }

    @Test
    void aLineThatDoesNotEndCanBeTaken() {
        accept("prompt> ");

        assertThat(text.take()).endsWith(" prompt> \n");
        assertThat(text.take()).isEmpty();
    }

    @Test
    void terminalEscapesAreMadeHarmless() {
        assertThat(accept("\u001b[2J\u0007\u009bx\n")).isEqualTo("\\x1b[2J\\x07\\x9bx\n");
    }

    @Test
    void secretsAreHiddenLineByLine() {
        assertThat(accept("AT+CWJAP=\"net\",\"hunter2\"\r\npin 1234\n"))
                .isEqualTo("AT+CWJAP=\"net\",*********\n********\n");
        assertThat(accept("-----BEGIN PRIVATE KEY-----\nabcd\nefgh\n-----END PRIVATE KEY-----\nafter\n"))
                .isEqualTo("-----BEGIN PRIVATE KEY-----\n****\n****\n-----END PRIVATE KEY-----\nafter\n");
    }

    @Test
    void aLineWithoutAnEndDoesNotGrowForEver() {
        assertThat(accept("x".repeat(10_000)).lines()).hasSize(2);
    }
}
