package org.numakerbench.uart;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.grammar.LineMatcher;
import org.numakerbench.uart.grammar.LineMatcher.Nearly;

/** Tells of each claim which line of a description it is, and of what is none, why not. */
public final class LineTrial {
    private final LineMatcher matcher;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    /**
     * A line of the description, or of what it extends.
     *
     * @param text its pattern
     * @param place among the lines of the description, from 0; -1: of what it extends, or its banner or end
     * @param column of the text up to which the two agree, from 1; 0: it takes the text
     * @param expected what it has there; empty when it takes the text
     */
    public record Row(String text, int place, int column, String expected) {}

    public LineTrial(FirmwareDescription description) {
        matcher = new LineMatcher(Grammar.of(description));
        List<FirmwareDescription.Line> lines = description.lines();
        for (int i = 0; i < lines.size(); i++) {
            places.put(lines.get(i).text(), i);
        }
    }

    /** The line that a claim is; for what is none, the nearest; null when none is near. */
    public @Nullable Row of(Claim claim) {
        String first = claim.kind() == ClaimKind.UNRECOGNISED
                ? String.valueOf(claim.string("bytes"))
                : claim.text().lines().findFirst().orElse("");
        byte[] bytes = claim.kind() == ClaimKind.UNRECOGNISED
                ? first.getBytes(StandardCharsets.ISO_8859_1)
                : first.getBytes(StandardCharsets.UTF_8);
        var found = matcher.find(bytes, 0, bytes.length);
        if (found != null) {
            return row(found.row(), 0, "");
        }
        Nearly near = matcher.nearest(bytes, 0, bytes.length);
        return near == null ? null : row(near.row(), near.at() + 1, near.expected());
    }

    private Row row(GrammarRow row, int column, String expected) {
        return new Row(row.pattern(), Objects.requireNonNullElse(places.get(row.pattern()), -1), column, expected);
    }
}
