package org.numakerbench.lab.agent;

import java.time.Duration;
import java.util.Optional;
import org.numakerbench.board.DriverException;
import org.numakerbench.firmware.Image;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.run.RunPlan;

/** A board that is attached, with all that a run on it takes. */
public interface BoardSlot {
    BoardSelector.Board place();

    /**
     * All that a run of {@code image} needs, checked.
     *
     * @throws NotRunnableException when image, board and credentials do not fit together
     */
    RunPlan plan(Image image) throws NotRunnableException;

    /** Whether its serial port exists just now. */
    boolean isThere();

    /** How long it may go on, and use its identity, when a run was stopped and nobody resets it. */
    Duration goesOnFor();

    /** The last remedy: takes the board's power away and gives it back. Empty when nobody knows how. */
    Optional<PowerCycle> power();

    /** Takes the power away and gives it back. */
    @FunctionalInterface
    interface PowerCycle {
        void run() throws DriverException, InterruptedException;
    }
}
