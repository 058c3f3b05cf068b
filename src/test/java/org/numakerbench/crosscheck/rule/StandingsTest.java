package org.numakerbench.crosscheck.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.Standing;
import org.numakerbench.uart.Standing.Sort;
import org.numakerbench.uart.UartParser;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.grammar.GrammarRow.Part;
import org.numakerbench.uart.grammar.Standings;

/** What the tables say of every line and field is what judging does with it, and what the document says. */
class StandingsTest {
    private static final Path DOCUMENT = Path.of("docs/standing.md");
    private static final Path SAMPLES = Path.of("src/test/resources/uart-samples");
    private static final List<String> PACKAGES = List.of("crosscheck.rule", "crosscheck", "uart.sequence", "uart");
    /** What the parser says of its own work. */
    private static final Set<String> NOT_ON_THE_WIRE = Set.of(
            "progress",
            "progressStart",
            "progressEnd",
            "cut",
            "complete",
            "bytes",
            "resembles",
            "resemblesKind",
            "operation",
            "topic",
            "payloadBytes",
            "keyType");

    static List<GrammarRow> claims() {
        // Progress texts and the second line of an arrival are no claims by themselves.
        return Grammar.FIRMWARE.rows().stream()
                .filter(row -> row.part() != Part.PROGRESS && row.part() != Part.PAYLOAD)
                .toList();
    }

    /** A rule may hold a line against the capture alone; then it is consistent. */
    @ParameterizedTest
    @MethodSource("claims")
    void aJudgedLineHasARuleAndANeutralOneHasNone(GrammarRow row) {
        Rule rule = Rules.of(claim(row));
        boolean judges = rule != null && !(rule instanceof Rules.Uncheckable) || row.kind() == ClaimKind.CRASH;

        switch (row.standing().sort()) {
            case JUDGED -> assertThat(judges).as("%s", rule).isTrue();
            case NEUTRAL -> assertThat(judges).as("%s", rule).isFalse();
            default -> assertThat(row.standing().by()).isNotNull();
        }
    }

    private static Claim claim(GrammarRow row) {
        return new Claim(1, null, row.kind(), row.ok(), row.pattern(), Map.copyOf(row.fields()), 0, 1);
    }

    @Test
    void whoLooksAtItIsThere() {
        assertThat(Standings.FIRMWARE.all()).allSatisfy(it -> {
            assertThat(it.by() == null).isEqualTo(it.sort() == Sort.NEUTRAL);
            assertThat(it.by() == null || PACKAGES.stream().anyMatch(room -> isClass(room, it.by())))
                    .as(it.by())
                    .isTrue();
        });
    }

    private static boolean isClass(String room, @Nullable String name) {
        return Files.exists(Path.of("src/main/java/org/numakerbench", room.replace('.', '/'), name + ".java"));
    }

    @Test
    void everyStandingIsOfALineOrAField() {
        Set<String> used = new TreeSet<>();
        Grammar.FIRMWARE.rows().forEach(row -> used.add(row.standing().name()));
        Standings.FIRMWARE.fields().forEach(field -> used.add(field.standing().name()));

        assertThat(Standings.FIRMWARE.all()).extracting(Standing::name).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void everyFieldOfEverySampleHasItsStanding() throws IOException {
        Set<String> without = new TreeSet<>();
        try (Stream<Path> files = Files.list(SAMPLES)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".log")).toList()) {
                for (Claim claim : UartParser.parse(Files.readAllBytes(file))) {
                    Map<String, String> constants = constants(claim.kind());
                    claim.fields().keySet().stream()
                            .filter(name -> !NOT_ON_THE_WIRE.contains(name) && !constants.containsKey(name))
                            .filter(name -> Standings.FIRMWARE.ofField(claim.kind(), name) == null)
                            .forEach(name -> without.add(claim.kind().word() + "." + name));
                }
            }
        }
        assertThat(without).isEmpty();
    }

    private static Map<String, String> constants(ClaimKind kind) {
        Map<String, String> all = new java.util.HashMap<>();
        Grammar.FIRMWARE.rows().stream().filter(row -> row.kind() == kind).forEach(row -> all.putAll(row.fields()));
        return all;
    }

    @Test
    void theDocumentIsMadeFromTheTables() throws IOException {
        String page = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, page);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # What is made of every line and field

                Every line that the firmware prints, and every field in it, is **judged** (a rule holds it against what the bench
                saw for itself), **consistent** (it is checked against other bytes of the capture) or **neutral** (it carries no
                claim, for the reason given). `report.html` shows the same beside each line. The order of the lines stands in
                `src/main/resources/org/numakerbench/uart/sequence/firmware.txt`.

                This page is made from the grammar: `mvn test -Dtest=StandingsTest -Dgolden.update=true`.

                ## Standings

                | name | standing | by | against what, or why not |
                |---|---|---|---|
                """);
        Standings.FIRMWARE
                .all()
                .forEach(it -> page.append("| %s | %s | %s | %s |%n"
                        .formatted(
                                it.name(), it.sort().word(), it.by() == null ? "" : "`" + it.by() + "`", it.words())));
        page.append("\n## Lines\n\n| kind | generations | line | standing |\n|---|---|---|---|\n");
        Grammar.FIRMWARE
                .rows()
                .forEach(row -> page.append("| %s | %s | `%s` | %s: %s |%n"
                        .formatted(
                                row.kind().word(),
                                row.first() == row.last()
                                        ? row.first().word()
                                        : row.first().word() + ".." + row.last().word(),
                                row.pattern().replace("|", "\\|"),
                                row.standing().sort().word(),
                                row.standing().name())));
        page.append("\n## Fields\n\n| kind | field | its line in a block | standing |\n|---|---|---|---|\n");
        Standings.FIRMWARE
                .fields()
                .forEach(it -> page.append("| %s | %s | %s | %s: %s |%n"
                        .formatted(
                                it.kind().equals("*") ? "every" : it.kind(),
                                it.name(),
                                it.line() == null ? "" : "`" + it.line() + "`",
                                it.standing().sort().word(),
                                it.standing().name())));
        return page.toString();
    }
}
