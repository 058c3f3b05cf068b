package org.numakerbench.board.flash;

import java.nio.file.Path;
import org.numakerbench.profile.Profile.FlashProfile;

/** From a profile to a flasher. */
public final class Flashers {
    private Flashers() {}

    /**
     * @param board name of the board, for {@code {board}}
     * @param port its serial port, for {@code {port}}
     */
    public static Flasher of(FlashProfile profile, String board, Path port) {
        if (profile instanceof FlashProfile.MassStorage it) {
            return new MassStorageFlasher(it.volume().orElseThrow(), it.label(), it.timeout());
        }
        if (profile instanceof FlashProfile.Command it) {
            return new CommandFlasher(it, board, port);
        }
        if (profile instanceof FlashProfile.Socket it) {
            return new SocketFlasher(it.socket(), it.timeout());
        }
        return new NoFlasher();
    }
}
