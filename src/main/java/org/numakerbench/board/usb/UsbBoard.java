package org.numakerbench.board.usb;

import java.nio.file.Path;
import java.util.Optional;
import org.numakerbench.firmware.Target;

/**
 * What is plugged into one USB port.
 *
 * @param port USB port, {@code 1-1.4.2}, as the kernel and uhubctl call it until the next start
 * @param place the same by its host controller, which stays; empty where sysfs does not tell
 * @param product what the device calls itself; hostile text
 * @param adapter empty for a device that is no Nuvoton adapter but has a serial port
 */
public record UsbBoard(
        String port,
        Optional<UsbPlace> place,
        int vendorId,
        int productId,
        String product,
        Optional<Adapter> adapter,
        Optional<SerialNode> serial,
        Optional<Volume> volume) {

    /** What a profile should call its port. */
    public String stablePort() {
        return place.map(UsbPlace::toString).orElse(port);
    }

    /**
     * Its serial port.
     *
     * @param device {@code /dev/ttyACM0}: another one after the next plug-in
     * @param stable a name that stays: {@code /dev/serial/by-path/...}; empty where udev makes none
     * @param takesBreak whether the adapter announces serial breaks; Linux refuses them otherwise
     */
    public record SerialNode(Path device, Optional<Path> stable, boolean takesBreak) {}

    /**
     * Its mass-storage volume.
     *
     * @param device {@code /dev/sdb}, or a partition of it
     * @param stable a name that stays: {@code /dev/disk/by-path/...}
     * @param mountPoint empty when it is not mounted
     * @param target what the files on it tell; empty when they tell nothing
     */
    public record Volume(
            Path device,
            Optional<Path> stable,
            Optional<String> label,
            Optional<Path> mountPoint,
            boolean readOnly,
            Optional<Target> target) {}
}
