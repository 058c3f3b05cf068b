package org.numakerbench.board;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.FlashProfile;
import org.numakerbench.profile.Profile.ResetProfile;
import org.numakerbench.profile.Profile.SerialProfile;
import org.numakerbench.profile.Target;

/** Boards as a profile names them. */
public final class TestBoards {
    private TestBoards() {}

    public static BoardProfile flashedBy(FlashProfile flash, String name) {
        return board(name, Optional.empty(), flash, List.of());
    }

    public static BoardProfile board(String name, Optional<String> usb, FlashProfile flash, List<ResetProfile> reset) {
        return new BoardProfile(
                name,
                Target.NUMAKER_PFM_M487,
                usb,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new SerialProfile(Optional.empty(), 9600),
                flash,
                reset,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A system where nothing is plugged in. */
    public static UsbBoards noUsb() {
        return new UsbBoards(SystemRoots.below(Path.of("/nonexistent")));
    }
}
