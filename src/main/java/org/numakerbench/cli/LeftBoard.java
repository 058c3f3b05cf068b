package org.numakerbench.cli;

import java.util.List;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;

/** In what state a run that was cut off left its board, by its log: what to do before it is used. */
final class LeftBoard {
    private LeftBoard() {}

    /** In half a sentence to a person. */
    static String words(List<EvidenceEntry> entries) {
        String board = "the board";
        String image = "its image";
        boolean opened = false;
        boolean flashed = false;
        boolean reset = false;
        for (EvidenceEntry entry : entries) {
            if (entry.fact() instanceof Fact.RunStarted it) {
                RunContext context = it.context();
                board = "board " + context.board();
                image = context.image().id();
            }
            opened |= entry.fact() instanceof Fact.PortOpened;
            flashed |= entry.fact() instanceof Fact.Flashed;
            reset |= flashed && entry.fact() instanceof Fact.ResetReturned;
        }
        if (reset) {
            return board + " goes on with " + image;
        }
        if (flashed) {
            return board + " holds " + image + " and was not reset";
        }
        // Flashing begins as soon as the port is open, and is on record when it has ended.
        return opened
                ? board + " may hold a part of " + image + ": flash it before it is used"
                : board + " was not touched";
    }
}
