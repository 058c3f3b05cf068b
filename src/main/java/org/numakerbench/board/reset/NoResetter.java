package org.numakerbench.board.reset;

import java.util.function.Consumer;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;

/** Flashing resets by itself. */
public final class NoResetter implements Resetter {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public void reset(SerialLink link, Consumer<Fact> record) {
        // Flashing did it.
    }
}
