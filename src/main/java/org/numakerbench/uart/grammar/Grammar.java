package org.numakerbench.uart.grammar;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;

/** Rows, ready to find lines with. Unchanging: all parsers share one. */
public final class Grammar {
    /** What all generations of the example firmware print. */
    public static final Grammar FIRMWARE = new Grammar(GrammarTable.firmware());

    final RowIndex index;
    final Landmarks landmarks;
    final NearMiss nearMiss;
    private final List<GrammarRow> rows;
    private final Set<String> phaseEnds;

    /**
     * From the rows of one or more tables; of two that fit a line, the one with the longer beginning is taken, then the
     * earlier.
     *
     * @throws GrammarException when two rows have the same pattern
     */
    public Grammar(List<GrammarRow> rows) {
        this(rows, Set.of());
    }

    private Grammar(List<GrammarRow> rows, Set<String> phaseEnds) {
        Map<String, GrammarRow> seen = new HashMap<>();
        for (GrammarRow row : rows) {
            GrammarRow other = seen.putIfAbsent(row.pattern(), row);
            if (other != null) {
                throw new GrammarException(
                        row.where(), "pattern \"" + row.pattern() + "\" stands at " + other.where() + " too; keep one");
            }
        }
        this.rows = List.copyOf(rows);
        this.phaseEnds = phaseEnds;
        this.index = new RowIndex(rows);
        this.landmarks = new Landmarks(index.patterns());
        this.nearMiss = new NearMiss(index.patterns());
    }

    /**
     * Of a user's description; null: of the example firmware.
     *
     * @throws GrammarException when the description is not right
     */
    public static Grammar of(@Nullable FirmwareDescription description) {
        return description == null ? FIRMWARE : new Grammar(OwnRows.of(description), OwnRows.phaseEnds(description));
    }

    /** True for the line of a description that ends one of its phases. */
    public boolean endsPhase(@Nullable Object row) {
        return row != null && phaseEnds.contains(row);
    }

    /** As they were given. */
    public List<GrammarRow> rows() {
        return rows;
    }
}
