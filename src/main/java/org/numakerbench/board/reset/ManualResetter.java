package org.numakerbench.board.reset;

import java.util.function.Consumer;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;

/** Asks a person to press the button, and returns at once: the caller waits for the boot banner. */
public final class ManualResetter implements Resetter {
    private final String board;
    private final Consumer<String> tell;

    /** @param tell shows a line to the person */
    public ManualResetter(String board, Consumer<String> tell) {
        this.board = board;
        this.tell = tell;
    }

    @Override
    public String name() {
        return "manual";
    }

    @Override
    public void reset(SerialLink link, Consumer<Fact> record) {
        tell.accept("Press the reset button of " + board + " now (" + link.device() + ").");
    }
}
