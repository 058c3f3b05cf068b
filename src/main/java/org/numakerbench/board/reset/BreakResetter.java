package org.numakerbench.board.reset;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.FailureCode;

/** A serial break, which the on-board adapter turns into a reset. */
public final class BreakResetter implements Resetter {
    private final Duration hold;

    public BreakResetter(Duration hold) {
        this.hold = hold;
    }

    @Override
    public String name() {
        return "break";
    }

    @Override
    public void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException {
        try {
            link.sendBreak(hold.toMillis());
        } catch (IOException refused) {
            if (Thread.interrupted()) {
                throw new InterruptedException(refused.getMessage());
            }
            throw new DriverException(
                    FailureCode.RESET_FAILED,
                    String.valueOf(refused.getMessage()),
                    "add another means of resetting to the board's reset list",
                    refused);
        }
    }
}
