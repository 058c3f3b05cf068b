package org.numakerbench.board.reset;

import java.nio.file.Path;
import org.numakerbench.profile.Profile.ResetProfile;

/** From a profile to a resetter. */
public final class Resetters {
    private Resetters() {}

    /**
     * @param board name of the board, for {@code {board}}
     * @param port its serial port, for {@code {port}}
     */
    public static Resetter of(ResetProfile profile, String board, Path port) {
        if (profile instanceof ResetProfile.Break it) {
            return new BreakResetter(it.hold());
        }
        if (profile instanceof ResetProfile.Command it) {
            return new CommandResetter(it, board, port);
        }
        if (profile instanceof ResetProfile.Socket it) {
            return new SocketResetter(it.socket(), it.timeout());
        }
        return new NoResetter();
    }
}
