package org.numakerbench.board;

import java.nio.file.Path;
import java.util.Optional;
import org.numakerbench.board.method.BoardSite;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.firmware.Target;

/** Boards as drivers know them. */
public final class TestBoards {
    private TestBoards() {}

    /** On a system where nothing is plugged in. */
    public static BoardSite at(String name, Path port) {
        return new BoardSite(
                name,
                Target.NUMAKER_PFM_M487,
                Optional.empty(),
                port,
                new UsbBoards(SystemRoots.below(Path.of("/nonexistent"))));
    }
}
