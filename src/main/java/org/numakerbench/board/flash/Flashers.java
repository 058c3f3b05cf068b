package org.numakerbench.board.flash;

import java.nio.file.Path;
import org.numakerbench.board.OpenOcd;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.FlashProfile;
import org.numakerbench.profile.Target;

/** From a profile to a flasher. */
public final class Flashers {
    private Flashers() {}

    /**
     * @param port the board's serial port, for {@code {port}}
     * @param usb finds the board's volume when it is named by its USB port
     */
    public static Flasher of(BoardProfile board, Path port, UsbBoards usb) {
        FlashProfile profile = board.flash();
        if (profile instanceof FlashProfile.MassStorage it) {
            return it.volume().isPresent()
                    ? new MassStorageFlasher(it.volume().get(), it.label(), it.timeout())
                    : new UsbVolumeFlasher(usb, board.usb().orElseThrow(), it.label(), it.timeout());
        }
        if (profile instanceof FlashProfile.OpenOcd it) {
            return new OpenOcdFlasher(
                    new OpenOcd(it.executable(), it.interfaceFile(), it.targetFile(), it.timeout()), true);
        }
        if (profile instanceof FlashProfile.Tool it) {
            ToolTemplate template = it.tool().equals("nulink")
                    ? ToolTemplate.nulink(it.executable())
                    : ToolTemplate.pyocd(it.executable(), pyocdName(board.target()), it.probe());
            return new ScriptFlasher(template, board.name(), port, it.timeout());
        }
        if (profile instanceof FlashProfile.Command it) {
            return new CommandFlasher(it, board.name(), port);
        }
        if (profile instanceof FlashProfile.Socket it) {
            return new SocketFlasher(it.socket(), it.timeout());
        }
        return new NoFlasher();
    }

    /** pyOCD's names: built in for the M487, from a CMSIS pack for the NUC472. */
    private static String pyocdName(Target target) {
        return target == Target.NUMAKER_PFM_NUC472 ? "nuc472hi8ae" : "m487jidae";
    }
}
