package org.numakerbench.selftest;

import java.util.List;
import java.util.Objects;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The lie table, for people (Markdown, as it stands in the docs) and as JSON. */
public final class SelftestTable {
    private SelftestTable() {}

    /** A row a fault, then the count of false alarms. */
    public static String markdown(Selftest.Outcome outcome) {
        StringBuilder text = new StringBuilder("| planted | expected | found | outcome | caught | replay |\n")
                .append("|---|---|---|---|---|---|\n");
        for (SelftestResult result : outcome.faults()) {
            text.append(String.format(
                    "| %s | %s | %s | %s | %s | %s |%n",
                    result.planted().name(),
                    expected(result.planted()),
                    result.found(),
                    result.outcome(),
                    result.caught() ? "yes" : "NO: " + result.reason().replace('|', '/'),
                    result.replayed() ? "same" : "DIFFERS"));
        }
        List<Long> overheads = outcome.clean().stream()
                .map(SelftestResult::overheadMs)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        long caught = outcome.faults().stream().filter(SelftestResult::caught).count();
        text.append(String.format(
                "%ncaught %d of %d faults%n", caught, outcome.faults().size()));
        text.append(String.format(
                "false alarms: %d of %d clean runs%n",
                outcome.falseAlarms(), outcome.clean().size()));
        for (SelftestResult alarm : outcome.clean()) {
            if (!alarm.caught()) {
                text.append("  ")
                        .append(alarm.outcome())
                        .append(": ")
                        .append(alarm.reason())
                        .append('\n');
            }
        }
        if (!overheads.isEmpty()) {
            text.append(String.format(
                    "last UART byte to finished reports: median %d ms, most %d ms%n",
                    overheads.get(overheads.size() / 2), overheads.get(overheads.size() - 1)));
        }
        return text.toString();
    }

    private static String expected(PlantedFault planted) {
        String finding = planted.verdict() == null
                ? ""
                : (planted.step().isEmpty() ? "some step" : planted.step()) + " " + planted.verdict() + ", ";
        return finding + planted.outcome();
    }

    /** One object: {@code faults}, {@code cleanRuns}, {@code falseAlarms}, {@code good}. */
    public static String json(Selftest.Outcome outcome) {
        JsonMapper mapper = JsonText.MAPPER;
        ObjectNode json = mapper.createObjectNode();
        ArrayNode faults = json.putArray("faults");
        for (SelftestResult result : outcome.faults()) {
            PlantedFault planted = result.planted();
            ObjectNode row = faults.addObject();
            row.put("fault", planted.name());
            row.put("description", planted.description());
            ObjectNode expected = row.putObject("expected");
            expected.put("step", planted.step());
            expected.put(
                    "verdict",
                    planted.verdict() == null ? null : planted.verdict().name());
            expected.put("outcome", planted.outcome().name());
            row.put("found", result.found());
            row.put("outcome", result.outcome().name());
            row.put("reason", result.reason());
            row.put("caught", result.caught());
            row.put("replayed", result.replayed());
        }
        json.put("cleanRuns", outcome.clean().size());
        json.put("falseAlarms", outcome.falseAlarms());
        json.put("good", outcome.isGood());
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }
}
