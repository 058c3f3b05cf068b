package org.numakerbench.board.usb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory tree as the kernel and udev make it for boards on a hub. */
public final class FakeSystem {
    private static final String HOST = "sys/devices/pci0000:00/0000:00:14.0/usb1";
    private final Path root;
    private final StringBuilder mounts = new StringBuilder("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");

    public FakeSystem(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("sys/bus/usb/devices"));
        Files.createDirectories(root.resolve("dev/serial/by-path"));
        Files.createDirectories(root.resolve("dev/disk/by-path"));
        Files.createDirectories(root.resolve("dev/disk/by-label"));
        Files.createDirectories(root.resolve("proc/self"));
        write(root.resolve("proc/self/mountinfo"), mounts.toString());
        bus(1, "pci0000:00/0000:00:14.0");
        device("1-1", "05e3", "0610", "USB2.0 Hub");
    }

    public Path root() {
        return root;
    }

    public SystemRoots roots() {
        return SystemRoots.below(root);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A device's directory; one behind a hub lies in the hub's. */
    private Path directory(String port) {
        int dot = port.lastIndexOf('.');
        return dot < 0
                ? root.resolve(HOST).resolve(port)
                : directory(port.substring(0, dot)).resolve(port);
    }

    /** A root hub of another controller. */
    public void bus(int number, String controller) throws IOException {
        Path directory = Files.createDirectories(
                root.resolve("sys/devices").resolve(controller).resolve("usb" + number));
        Path devices = root.resolve("sys/bus/usb/devices");
        Files.createSymbolicLink(devices.resolve("usb" + number), devices.relativize(directory));
    }

    public Path device(String port, String vendor, String product, String name) throws IOException {
        Path directory = directory(port);
        write(directory.resolve("idVendor"), vendor + "\n");
        write(directory.resolve("idProduct"), product + "\n");
        write(directory.resolve("product"), name + "\n");
        Path devices = root.resolve("sys/bus/usb/devices");
        Files.createSymbolicLink(devices.resolve(port), devices.relativize(directory));
        return directory;
    }

    /** @param capabilities as the adapter announces them; 4 is serial break */
    public void serial(String port, String tty, int capabilities) throws IOException {
        Path usbInterface = directory(port).resolve(port + ":1.1");
        Files.createDirectories(usbInterface.resolve("tty").resolve(tty));
        write(usbInterface.resolve("bmCapabilities"), capabilities + "\n");
        write(root.resolve("dev").resolve(tty), "");
        String path = "pci-0000:00:14.0-usb-0:" + port.substring(2) + ":1.1";
        Files.createSymbolicLink(root.resolve("dev/serial/by-path").resolve(path), Path.of("../../" + tty));
        Files.createSymbolicLink(
                root.resolve("dev/serial/by-path").resolve(path.replace("usb", "usbv2")), Path.of("../../" + tty));
    }

    /** @param mountPoint null: not mounted */
    public void volume(String port, String disk, String majorMinor, String label, Path mountPoint, String options)
            throws IOException {
        Path block = directory(port)
                .resolve(port + ":1.0/host4/target4:0:0/4:0:0:0/block")
                .resolve(disk);
        write(block.resolve("dev"), majorMinor + "\n");
        write(block.resolve("ro"), "0\n");
        write(root.resolve("dev").resolve(disk), "");
        Files.createSymbolicLink(
                root.resolve("dev/disk/by-path")
                        .resolve("pci-0000:00:14.0-usb-0:" + port.substring(2) + ":1.0-scsi-0:0:0:0"),
                Path.of("../../" + disk));
        if (label != null) {
            // udev keeps each device's own properties; of two volumes with one label only the later has the link.
            write(
                    root.resolve("run/udev/data/b" + majorMinor),
                    "S:disk/by-label/x\nE:ID_FS_TYPE=vfat\nE:ID_FS_LABEL_ENC=" + label.replace(" ", "\\x20") + "\n");
            Path link = root.resolve("dev/disk/by-label").resolve(label.replace(" ", "\\x20"));
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of("../../" + disk));
        }
        if (mountPoint != null) {
            mounts.append("99 22 ")
                    .append(majorMinor)
                    .append(" / ")
                    .append(mountPoint.toString().replace(" ", "\\040"))
                    .append(' ')
                    .append(options)
                    .append(" - vfat /dev/")
                    .append(disk)
                    .append(' ')
                    .append(options)
                    .append('\n');
            write(root.resolve("proc/self/mountinfo"), mounts.toString());
        }
    }
}
