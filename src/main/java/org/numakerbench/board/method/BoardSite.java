package org.numakerbench.board.method;

import java.nio.file.Path;
import java.util.Optional;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.firmware.Target;

/**
 * What drivers must know of the board they serve.
 *
 * @param usb the physical USB port it is plugged into, {@code 1-1.4.2}, where the profile names it
 * @param port its serial port, for {@code {port}}
 * @param attached what is plugged into this host
 */
public record BoardSite(String name, Target target, Optional<String> usb, Path port, UsbBoards attached) {}
