package org.numakerbench.board.flash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The USB disk behind a mount, for as long as it is plugged in: after the next time it is another one, though all its names may
 * be the same.
 *
 * @param sys its directory in sysfs
 * @param node {@code /dev/sdb}
 * @param address that its device got on the bus: the next device at the same port gets another
 */
record UsbDisk(Path sys, Path node, String address) {
    private static final Pattern INTERFACE = Pattern.compile("(.*/usb\\d+/.*/[^/]+:[0-9]+\\.[0-9]+)/.*");

    /** Null when it is no USB disk, or is gone. */
    static @Nullable UsbDisk behind(MountedVolume mounted) {
        try {
            Path sys = Path.of("/sys/dev/block", mounted.device()).toRealPath();
            return INTERFACE.matcher(sys.toString()).matches()
                    ? new UsbDisk(sys, Path.of("/dev", String.valueOf(sys.getFileName())), address(sys))
                    : null;
        } catch (IOException gone) {
            return null;
        }
    }

    /** USB port and interface: what is plugged in there next has the same, another board never. */
    String place() {
        return place(sys);
    }

    /** Whether it is a disk of the device with this directory in sysfs. */
    boolean isOf(Path usbDevice) {
        return sys.startsWith(usbDevice);
    }

    boolean isPlugged() {
        try {
            return Files.isDirectory(sys) && address(sys).equals(address);
        } catch (IOException gone) {
            return false;
        }
    }

    private static String place(Path sys) {
        Matcher matcher = INTERFACE.matcher(sys.toString());
        return matcher.matches() ? matcher.group(1) : sys.toString();
    }

    private static String address(Path sys) throws IOException {
        return Files.readString(Path.of(place(sys)).resolveSibling("devnum")).strip();
    }

    /** False while the adapter has taken the medium out. */
    boolean hasMedium() {
        return !read("size").orElse("0").equals("0");
    }

    /** Counts the media that were put in (Linux 5.15 and later). */
    String medium() {
        return read("diskseq").orElse("");
    }

    /** A name that stays when it is plugged in again: {@code /dev/disk/by-path/...}; empty where udev makes none. */
    Optional<Path> stable() {
        try (Stream<Path> links = Files.list(Path.of("/dev/disk/by-path"))) {
            return links.filter(this::isThis).sorted().findFirst();
        } catch (IOException | UncheckedIOException none) {
            return Optional.empty();
        }
    }

    private boolean isThis(Path link) {
        try {
            return link.toRealPath().equals(node);
        } catch (IOException unplugged) {
            return false;
        }
    }

    private Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(sys.resolve(name)).strip());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
