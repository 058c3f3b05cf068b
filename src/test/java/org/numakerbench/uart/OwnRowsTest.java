package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.grammar.GrammarTable;

/** Rows of another table beside the firmware's own. */
class OwnRowsTest {
    private static final String TABLE = """
            kind\tsays\tgenerations\tpart\tinterrupts\tfields\tsource\tstanding\tpattern
            network\tfailed\tG0..G7\tline\tyes\tlayer=modem\tmodem.cpp\tfailure\tModem lost: {code:int}
            crash\tfailed\tG0..G7\tcrash-block\t-\tsource=own\town.cpp\tcrash\t++ Own Fault ++
            """;

    private UartParser parser;

    @BeforeEach
    void read() throws IOException {
        List<GrammarRow> rows = new ArrayList<>(Grammar.FIRMWARE.rows());
        rows.addAll(GrammarTable.read(new ByteArrayInputStream(TABLE.getBytes(StandardCharsets.UTF_8)), "own.tsv"));
        parser = new UartParser(new Grammar(rows), null);
    }

    private List<Claim> claims(String text) {
        byte[] bytes = Wire.bytes(text);
        List<Claim> claims = new ArrayList<>(parser.accept(bytes, 0, bytes.length));
        claims.addAll(parser.end());
        return claims;
    }

    @Test
    void aLineOfTheirsIsAClaim() {
        assertThat(claims("Starting AWS IoT test\r\nModem lost: -3\r\n"))
                .hasSize(2)
                .last()
                .satisfies(it -> {
                    assertThat(it.kind()).isEqualTo(ClaimKind.NETWORK);
                    assertThat(it.claimsFailure()).isTrue();
                    assertThat(it.fields()).containsEntry("layer", "modem").containsEntry("code", -3L);
                });
    }

    @Test
    void itBeginsInTheMiddleOfAnother() {
        assertThat(claims("MQTT publishing message to aModem lost: -3\r\n"))
                .extracting(Claim::text)
                .contains("Modem lost: -3");
    }

    @Test
    void itIsRecognisedWhenDamaged() {
        assertThat(claims("Modem l\u0000st: -3\r\n"))
                .singleElement()
                .satisfies(it -> assertThat(it.string("resembles")).isEqualTo("Modem lost: {code:int}"));
    }

    @Test
    void itsCrashEndsAPayload() {
        assertThat(claims("Message to publish:\r\nhello\r\n++ Own Fault ++\r\n"))
                .extracting(Claim::kind)
                .containsExactly(ClaimKind.MESSAGE_TO_PUBLISH, ClaimKind.CRASH);
    }
}
