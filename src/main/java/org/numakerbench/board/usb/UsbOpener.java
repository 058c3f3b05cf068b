package org.numakerbench.board.usb;

import java.nio.file.Path;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.model.FailureCode;

/** Opens whatever serial port is behind one USB port at that moment: after a re-enumeration it may have another name. */
public final class UsbOpener implements SerialLink.Opener {
    private final UsbBoards boards;
    private final String usb;
    private final SerialLink.Opener opener;

    /** @param usb physical USB port, {@code 1-1.4.2} */
    public UsbOpener(UsbBoards boards, String usb, SerialLink.Opener opener) {
        this.boards = boards;
        this.usb = usb;
        this.opener = opener;
    }

    /** @param port ignored: the USB port decides */
    @Override
    public SerialLink open(Path port, int baud, SerialLink.Listener listener) throws SerialException {
        UsbBoard.SerialNode serial = boards.serialAt(usb).orElseThrow(this::missing);
        return opener.open(serial.stable().orElse(serial.device()), baud, listener);
    }

    private SerialException missing() {
        return boards.at(usb).isEmpty()
                ? new SerialException(
                        FailureCode.PORT_MISSING,
                        "nothing is plugged into USB port " + usb,
                        "plug the board in there, or correct usb in the profile (bench boards lists what is attached)")
                : new SerialException(
                        FailureCode.PORT_MISSING,
                        "what is plugged into USB port " + usb + " has no serial port",
                        "check the adapter's switch: its debug-only personality has none");
    }
}
