package org.numakerbench.selftest.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.numakerbench.model.Outcome;
import org.numakerbench.text.JsonText;

/**
 * How many edits of each kind nobody would notice.
 *
 * @param wireBytes length of the run's text
 * @param neutralBytes of them, those of fields that carry no claim
 * @param rows one a kind
 * @param fields what is said of changed letters, digits and numbers, by field
 * @param silent edits of which nothing is said, by field, the most frequent first
 */
public record EditTable(int wireBytes, int neutralBytes, List<Row> rows, List<Field> fields, List<Silent> silent) {
    public EditTable {
        rows = List.copyOf(rows);
        fields = List.copyOf(fields);
        silent = List.copyOf(silent);
    }

    /**
     * One kind of edit.
     *
     * @param stillPass of {@code edits}, those after which the run still passes
     * @param neutral of those, the ones of which nothing is said because the field carries no claim
     * @param silent the ones of which nothing at all is said though it does
     */
    public record Row(EditKind edit, String words, int edits, int stillPass, int neutral, int silent) {}

    /**
     * One field of a claim.
     *
     * @param said how many of the edits had which effect
     */
    public record Field(String field, int edits, Map<String, Long> said) {}

    /** @param example one of them, in a line to a person */
    public record Silent(EditKind edit, String field, int edits, String example) {}

    static EditTable of(int wireBytes, int neutralBytes, List<EditTrial.Result> results) {
        List<Row> rows = new ArrayList<>();
        List<Silent> silent = new ArrayList<>();
        for (EditKind kind : EditKind.values()) {
            List<EditTrial.Result> all =
                    results.stream().filter(it -> it.kind() == kind).toList();
            List<EditTrial.Result> unseen =
                    all.stream().filter(EditTrial.Result::silent).toList();
            int passed = (int)
                    all.stream().filter(it -> it.outcome() == Outcome.PASS).count();
            int neutral = (int) all.stream()
                    .filter(it -> it.effect() == Effect.SILENT && it.neutral())
                    .count();
            rows.add(new Row(kind, kind.words(), all.size(), passed, neutral, unseen.size()));
            Map<String, List<EditTrial.Result>> byField = new LinkedHashMap<>();
            unseen.forEach(it -> byField.computeIfAbsent(it.field(), any -> new ArrayList<>())
                    .add(it));
            byField.entrySet().stream()
                    .sorted((one, other) ->
                            other.getValue().size() - one.getValue().size())
                    .forEach(it -> silent.add(new Silent(
                            kind,
                            it.getKey(),
                            it.getValue().size(),
                            it.getValue().get(0).detail())));
        }
        return new EditTable(wireBytes, neutralBytes, rows, fields(results), silent);
    }

    private static List<Field> fields(List<EditTrial.Result> results) {
        Map<String, List<EditTrial.Result>> byField = new TreeMap<>();
        results.stream()
                .filter(it -> it.kind() == EditKind.CHARACTER || it.kind() == EditKind.NUMBER)
                .forEach(it -> byField.computeIfAbsent(it.field(), any -> new ArrayList<>())
                        .add(it));
        List<Field> fields = new ArrayList<>();
        byField.forEach((field, all) -> {
            Map<String, Long> said = new LinkedHashMap<>();
            for (Effect effect : Effect.values()) {
                said.put(
                        effect.word(),
                        all.stream().filter(it -> it.effect() == effect).count());
            }
            fields.add(new Field(field, all.size(), said));
        });
        return fields;
    }

    /** True when nothing outside of what carries no claim is silent. */
    public boolean isGood() {
        return silent.isEmpty();
    }

    /** Three tables: kinds of edits, what is said by field, and what is silent. */
    public String markdown() {
        StringBuilder text = new StringBuilder(
                "| one edit | edits | outcome still PASS | neutral | silent |\n|---|---|---|---|---|\n");
        for (Row row : rows) {
            text.append("| %s | %d | %s | %s | %s |%n"
                    .formatted(
                            row.words(),
                            row.edits(),
                            percent(row.stillPass(), row.edits()),
                            percent(row.neutral(), row.edits()),
                            percent(row.silent(), row.edits())));
        }
        text.append(String.format("%nneutral fields: %s of the wire's bytes%n", percent(neutralBytes, wireBytes)));
        text.append(String.format("neutral in the cloud's evidence: %s%n", NeutralEvidence.words()));
        if (!fields.isEmpty()) {
            text.append("\n| field | edits ");
            List.of(Effect.values())
                    .forEach(it -> text.append("| ").append(it.word()).append(' '));
            text.append("|\n|---|---|")
                    .append("---|".repeat(Effect.values().length))
                    .append('\n');
            for (Field it : fields) {
                text.append("| ").append(it.field()).append(" | ").append(it.edits());
                it.said().values().forEach(count -> text.append(" | ").append(count == 0 ? "" : count));
                text.append(" |\n");
            }
        }
        if (!silent.isEmpty()) {
            text.append("\n| silent | field | edits | for example |\n|---|---|---|---|\n");
            for (Silent it : silent) {
                text.append("| %s | %s | %d | %s |%n"
                        .formatted(
                                it.edit().word(),
                                it.field(),
                                it.edits(),
                                it.example().replace('|', '/')));
            }
        }
        return text.toString();
    }

    private static String percent(int part, int all) {
        return all == 0 ? "-" : String.format(Locale.ROOT, "%d (%.1f %%)", part, 100.0 * part / all);
    }

    /** One object: {@code wireBytes}, {@code neutralBytes}, {@code rows}, {@code fields}, {@code silent}, {@code good}. */
    public String json() {
        return JsonText.indented(new Json(wireBytes, neutralBytes, rows, fields, silent, isGood()));
    }

    private record Json(
            int wireBytes, int neutralBytes, List<Row> rows, List<Field> fields, List<Silent> silent, boolean good) {}
}
