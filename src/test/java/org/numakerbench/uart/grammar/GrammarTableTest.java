package org.numakerbench.uart.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.uart.ClaimKind;

/** What a table may hold, and what is said of one that does not; a tilde stands for the tab. */
class GrammarTableTest {
    private static final String HEADER = "kind~says~generations~part~interrupts~fields~source~standing~pattern";
    private static final String ROW = "dns~ok~G1b..G7~line~-~-~net.cpp~named~Found {host}";

    private static List<GrammarRow> read(String... lines) {
        return bytes(String.join("\n", lines).replace('~', '\t').getBytes(StandardCharsets.UTF_8));
    }

    private static List<GrammarRow> bytes(byte[] table) {
        try {
            return GrammarTable.read(new ByteArrayInputStream(table), "own.tsv");
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void aRowIsALineOfTheFirmware() {
        assertThat(read(HEADER, "io-error ~ failed~G2~tail~yes~call=read layer=tls~a b.cpp~failure~  lost {size:int}"))
                .containsExactly(new GrammarRow(
                        ClaimKind.IO_ERROR,
                        false,
                        Generation.G2,
                        Generation.G2,
                        GrammarRow.Part.TAIL,
                        "",
                        Map.of("call", "read", "layer", "tls"),
                        "a b.cpp",
                        Objects.requireNonNull(Standings.FIRMWARE.named("failure")),
                        "  lost {size:int}",
                        "own.tsv",
                        2));
    }

    @Test
    void columnsStandInAnyOrderCommentsAndWindowsLineEndsCountAsLinesOnly() {
        List<GrammarRow> rows = read(
                "# mine\r",
                "\r",
                "pattern~source~standing~kind~says~generations~part~interrupts~fields\r",
                "Found {host}~net.cpp~named~dns~-~G0..G7~line~Fou~-\r");

        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.where()).isEqualTo("own.tsv:4");
            assertThat(row.pattern()).isEqualTo("Found {host}");
            assertThat(row.interrupts()).isEqualTo("Fou");
            assertThat(row.ok()).isNull();
        });
    }

    /** One cell changed; the sentence names the line and what would be right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "dns~ok; donkey~ok; kind \"donkey\" is not known; it is one of boot-banner, mbed-os-version,",
                "ok; good; says \"good\", but may say ok, failed or -",
                "G1b; G9; generation \"G9\" is not known; it is one of g0, g1, g1b,",
                "G1b..G7; G7..G2; generations stand oldest..newest, so G2..G7",
                "line; block; part \"block\" is not known; it is one of line, tail, progress,",
                "~-~net; ~state~net; field \"state\" is not name=value",
                "~-~net; ~a=1  b=2~net; field \"\" is not name=value",
                "net.cpp; ' '; column source is empty",
                "~net.cpp; net.cpp; has 8 columns instead of 9",
                "'Found {host}'; 'Found '; ends with a space",
                "{host}; {host; brace",
                "{host}; host}; brace",
                "{host}; {a{b}}; brace",
                "{host}; {host:ip}; the types are text, any, word, int, hex, hexText, spaces",
                "{host}; {host:int|a}; the types are",
                "{host}; {host|a|}; choice without words",
                "{host}; {host}{port:int}; right behind one for any text",
                "{host}; {host} or {host}; has field host twice",
                "'~-~net.cpp~named~Found {host}'; '~host=a~net.cpp~named~Found {host}'; has field host twice",
                "Found {host}; {host}; takes any line",
                "'~-~-~net.cpp~named~Found {host}'; '~yes~-~net.cpp~named~{host} found'; needs the text to look for",
                "~named~; ~sworn~; standing \"sworn\" is not known",
                "~named~; ~~; column standing is empty",
                "{host}; {colour}; has placeholder {colour}, of which fields.tsv does not say what is made of it",
                "Found; F\uFFFDund; not UTF-8"
            })
    void aBadRowIsRefusedWithItsLineAndWhatWouldBeRight(String right, String wrong, String problem) {
        String row = ROW.replace(right, wrong);

        assertThat(row).isNotEqualTo(ROW);
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> read(HEADER, "# a comment", row))
                .withMessageStartingWith("own.tsv:3: ")
                .withMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "~part; ''; column part is missing; the columns are kind, says,",
                "~part; ~part~part; column \"part\" is there twice",
                "~part; ~part~colour; column \"colour\" is not known; the columns are kind, says,"
            })
    void aBadHeaderIsRefused(String right, String wrong, String problem) {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> read("", HEADER.replace(right, wrong), ROW))
                .withMessageStartingWith("own.tsv:2: ")
                .withMessageContaining(problem);
    }

    @Test
    void aTableWithoutHeaderIsRefused() {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> read("# nothing", ""))
                .withMessageContaining("no row that names its columns; they are kind, says,");
    }

    @Test
    void onePatternStandsOnceInAllTables() {
        List<GrammarRow> rows = read(HEADER, ROW, "", ROW);

        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> new Grammar(rows))
                .withMessage("own.tsv:4: pattern \"Found {host}\" stands at own.tsv:2 too; keep one");
    }
}
