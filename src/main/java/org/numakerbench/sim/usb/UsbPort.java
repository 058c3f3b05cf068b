package org.numakerbench.sim.usb;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A port of one of {@code vhci_hcd}'s root hubs. It stays the same place whatever numbers the kernel gives to its buses.
 *
 * @param controller of those that vhci_hcd has, from 0
 * @param number on its hub, from 1, as Linux counts
 */
public record UsbPort(int controller, int number) {
    private static final Path DEVICES = Path.of("/sys/devices/platform");
    /** CONFIG_USBIP_VHCI_HC_PORTS: as many for USB 2 and once more for USB 3 [drivers/usb/usbip/vhci.h]. */
    private static final int PORTS = 15;
    /** Bit 8 of a port's status. */
    private static final int POWER = 0x100;

    public UsbPort {
        if (controller < 0 || number < 1 || number > PORTS) {
            throw new IllegalArgumentException(
                    "port " + number + " of controller " + controller + "; a hub has 1 to " + PORTS);
        }
    }

    /** False where the kernel has no vhci_hcd. */
    public static boolean isThere() {
        return Files.isDirectory(DEVICES.resolve("vhci_hcd.0"));
    }

    /** As sysfs calls what is plugged in here: {@code 1-3}. */
    public String name() throws IOException {
        return bus() + "-" + number;
    }

    private int bus() throws IOException {
        try (Stream<Path> buses = Files.list(DEVICES.resolve("vhci_hcd." + controller))) {
            return buses.map(it -> it.getFileName().toString())
                    .filter(it -> it.matches("usb[0-9]+"))
                    .mapToInt(it -> Integer.parseInt(it.substring(3)))
                    .min()
                    .orElseThrow(() -> new IOException("vhci_hcd." + controller + " has no bus"));
        }
    }

    /** As udev calls it in {@code ID_PATH}, which does not depend on numbers of buses. */
    public String idPath() {
        return "platform-vhci_hcd." + controller + "-usb-0:" + number;
    }

    /** False while the hub has switched this port's power off, as {@code uhubctl} asks it to (USB 2.0, 11.24.2.7). */
    boolean isPowered() throws IOException {
        String hub = String.format("/dev/bus/usb/%03d/001", bus());
        int file = -1;
        try (Memory status = new Memory(4);
                Memory request = new Memory(24)) {
            file = LibC.open(hub, LibC.O_RDWR_CLOEXEC);
            request.setByte(0, (byte) 0xA3);
            request.setByte(1, (byte) 0);
            request.setShort(2, (short) 0);
            request.setShort(4, (short) number);
            request.setShort(6, (short) 4);
            request.setInt(8, 1000);
            request.setPointer(16, status);
            LibC.ioctl(file, new NativeLong(LibC.USBDEVFS_CONTROL), request);
            return (status.getInt(0) & POWER) != 0;
        } catch (LastErrorException refused) {
            throw new IOException("cannot ask " + hub + " for port " + number + ": " + refused.getMessage(), refused);
        } finally {
            if (file >= 0) {
                LibC.close(file);
            }
        }
    }

    /**
     * Gives the kernel its end of a connection: from now on the device is on the bus.
     *
     * @throws IOException as long as the kernel has not seen that the device before it left, too. A hub disables a port whose
     *     device leaves, so that the kernel never takes the next one for it, however late it looks; vhci_hcd's port stays enabled
     */
    void attach(int socket, UsbSpeed speed) throws IOException {
        if (Files.exists(
                DEVICES.resolve("vhci_hcd." + controller).resolve("usb" + bus()).resolve(name()))) {
            throw new IOException("the kernel still knows the device that was at port " + number);
        }
        int index = controller * 2 * PORTS + number - 1;
        Files.writeString(
                DEVICES.resolve("vhci_hcd.0/attach"), index + " " + socket + " " + 1 + " " + speed.number() + "\n");
    }
}
