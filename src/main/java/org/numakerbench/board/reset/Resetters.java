package org.numakerbench.board.reset;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.OpenOcd;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.firmware.Image;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.ResetProfile;

/** From a profile to a resetter. */
public final class Resetters {
    private static final String UHUBCTL = "uhubctl";

    private Resetters() {}

    /**
     * @param port the board's serial port, for {@code {port}}
     * @param flasher the board's own, to reset by flashing again
     * @param image what is flashed then; null when there is none
     * @param tell shows a line to the person beside the board
     */
    public static Resetter of(
            ResetProfile profile,
            BoardProfile board,
            Path port,
            Flasher flasher,
            @Nullable Image image,
            Consumer<String> tell) {
        if (profile instanceof ResetProfile.Break it) {
            return new BreakResetter(it.hold());
        }
        if (profile instanceof ResetProfile.MassStorage && image != null) {
            return new MassStorageResetter(flasher, image);
        }
        if (profile instanceof ResetProfile.OpenOcd it) {
            return new OpenOcdResetter(new OpenOcd(it.executable(), it.interfaceFile(), it.targetFile(), it.timeout()));
        }
        if (profile instanceof ResetProfile.UsbPower it) {
            return new UsbPowerResetter(UHUBCTL, board.usb().orElseThrow(), it.off(), it.timeout());
        }
        if (profile instanceof ResetProfile.Manual || profile instanceof ResetProfile.MassStorage) {
            return new ManualResetter(board.name(), tell);
        }
        if (profile instanceof ResetProfile.Command it) {
            return new CommandResetter(it, board.name(), port);
        }
        if (profile instanceof ResetProfile.Socket it) {
            return new SocketResetter(it.socket(), it.timeout());
        }
        return new NoResetter();
    }
}
