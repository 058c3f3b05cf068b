package org.numakerbench.uart.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.uart.grammar.Overlaps.Overlap;

/** A description's rows, read one by one, so that each mistake is told for itself. */
public final class OwnGrammar {
    private final FirmwareDescription description;
    private final String table;
    private final Map<Integer, GrammarRow> rows = new TreeMap<>();
    private final List<GrammarRow> others = new ArrayList<>();

    public OwnGrammar(FirmwareDescription description) {
        this.description = description;
        this.table = OwnRows.table(description);
    }

    /** @throws GrammarException when the pattern of the banner is not right */
    public void banner() {
        if (description.banner() != null) {
            others.add(OwnRows.banner(description.banner(), table));
        }
    }

    /** @throws GrammarException when the pattern of the last line is not right */
    public void end() {
        if (description.end() != null) {
            others.add(OwnRows.end(description.end(), table));
        }
    }

    /** @throws GrammarException when a line of this kind cannot be described */
    public void kind(int place) {
        OwnRows.kind(description.lines().get(place), table);
    }

    /** @throws GrammarException when the pattern of this line is not right */
    public void row(int place) {
        FirmwareDescription.Line line = description.lines().get(place);
        rows.put(place, OwnRows.row(line, place, table, description));
    }

    /** Names of the placeholders of a line whose row was read. */
    public Set<String> fields(int place) {
        return OwnRows.names(Objects.requireNonNull(rows.get(place)));
    }

    /** Where rows get in each other's way, of those that are right. */
    public List<Overlap> overlaps() {
        return Overlaps.of(rows, others, description);
    }
}
