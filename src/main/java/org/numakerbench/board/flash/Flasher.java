package org.numakerbench.board.flash;

import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;

/** Brings an image onto one board. */
public interface Flasher {
    /** The driver's name in evidence and profiles. */
    String name();

    /**
     * Flashes {@code image} and returns what shows that it worked.
     *
     * @param record takes facts as they happen (tool output)
     * @throws DriverException when the image is not on the board, or nobody can tell
     * @throws InterruptedException when interrupted; no external process is left behind
     */
    Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException;
}
