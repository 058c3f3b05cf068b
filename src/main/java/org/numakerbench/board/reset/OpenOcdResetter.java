package org.numakerbench.board.reset;

import java.util.List;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.OpenOcd;
import org.numakerbench.board.ToolCheck;
import org.numakerbench.board.ToolTroubles;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Stage;

/** Resets through OpenOCD and the adapter's debug side (switch MSG: OFF). */
public final class OpenOcdResetter implements Resetter {
    private static final ToolCheck CHECK = ToolCheck.of(List.of(), List.of(), true, ToolTroubles.OPENOCD);

    private final OpenOcd openOcd;

    public OpenOcdResetter(OpenOcd openOcd) {
        this.openOcd = openOcd;
    }

    @Override
    public String name() {
        return "openocd";
    }

    @Override
    public void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException {
        openOcd.run(Stage.RESET, name(), openOcd.reset(), CHECK, record);
    }
}
