package org.numakerbench.board.reset;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.board.ToolCheck;
import org.numakerbench.board.ToolTroubles;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Stage;

/**
 * Switches the power of the board's USB port off and on with uhubctl. The adapter goes too, so that the serial port
 * hangs up. uhubctl ends with 0 whether or not the hub obeyed; a board with a second supply stays on.
 */
public final class UsbPowerResetter implements Resetter {
    private final String executable;
    private final UsbBoards boards;
    private final String usb;
    private final Duration off;
    private final Duration timeout;

    /**
     * @param executable {@code uhubctl}
     * @param usb where the board is plugged in, in either form
     * @param off how long the power stays off
     * @param timeout for the whole, longer than {@code off}
     */
    public UsbPowerResetter(String executable, UsbBoards boards, String usb, Duration off, Duration timeout) {
        this.executable = executable;
        this.boards = boards;
        this.usb = usb;
        this.off = off;
        this.timeout = timeout;
    }

    /** A hub by its place, and one of its ports: {@code 1-1.4} and 2; a root hub is its bus number alone. */
    record HubPort(String hub, int port) {
        static HubPort of(String usbPort) {
            if (!usbPort.matches("\\d{1,3}-\\d{1,2}(\\.\\d{1,2}){0,6}")) {
                throw new IllegalArgumentException(
                        "\"" + usbPort + "\" is no place of a USB device; give bus-port.port, as in 1-1.4.2");
            }
            int cut = Math.max(usbPort.lastIndexOf('.'), usbPort.lastIndexOf('-'));
            return new HubPort(usbPort.substring(0, cut), Integer.parseInt(usbPort.substring(cut + 1)));
        }
    }

    @Override
    public String name() {
        return "usb-power";
    }

    @Override
    public void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException {
        HubPort place = boards.kernelName(usb)
                .map(HubPort::of)
                .orElseThrow(() -> new DriverException(
                        FailureCode.ADAPTER_MISSING,
                        "there is no USB controller of port " + usb,
                        "correct usb in the profile (bench boards lists what is attached)"));
        String seconds = String.format(Locale.ROOT, "%.3f", off.toMillis() / 1000.0);
        Fact.ToolRan ran = ExternalProgram.run(
                Stage.RESET,
                name(),
                List.of(executable, "-l", place.hub, "-p", String.valueOf(place.port), "-a", "cycle", "-d", seconds),
                timeout);
        record.accept(ran);
        check(place).require(ran, timeout);
    }

    /** The port's line right after "off" must not say "power"; this is what a hub without switches does. */
    private static ToolCheck check(HubPort place) {
        return ToolCheck.of(
                List.of("Sent power off request", "Sent power on request"),
                List.of(
                        "Failed to control port power",
                        "Sent power off request\\R+New status for hub [^\\n]*\\R+ *Port " + place.port
                                + ": [0-9a-f]{4} [^\\n]*\\bpower\\b"),
                true,
                ToolTroubles.UHUBCTL);
    }
}
