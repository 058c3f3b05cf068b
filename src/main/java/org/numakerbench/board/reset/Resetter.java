package org.numakerbench.board.reset;

import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;

/** Restarts one board. Returning means that the reset was asked for; only the boot banner proves it. */
public interface Resetter {
    /** The driver's name in evidence and profiles. */
    String name();

    /**
     * Asks for a reset.
     *
     * @param link the board's open port, for a serial break
     * @param record takes facts as they happen (tool output)
     * @throws DriverException when it was refused or failed; the caller tries the next means
     * @throws InterruptedException when interrupted; no external process is left behind
     */
    void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException;
}
