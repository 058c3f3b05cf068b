package org.numakerbench.board.flash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The USB disk behind a mount, for as long as it is plugged in: after the next time it is another one.
 *
 * @param sys its directory in sysfs, which has the number of this plug-in in its name
 * @param node {@code /dev/sdb}
 */
record UsbDisk(Path sys, Path node) {
    private static final Pattern USB = Pattern.compile(".*/usb\\d+/.*");

    /** Null when it is no USB disk, or is gone. */
    static @Nullable UsbDisk behind(MountedVolume mounted) {
        try {
            Path sys = Path.of("/sys/dev/block", mounted.device()).toRealPath();
            return USB.matcher(sys.toString()).matches()
                    ? new UsbDisk(sys, Path.of("/dev", String.valueOf(sys.getFileName())))
                    : null;
        } catch (IOException gone) {
            return null;
        }
    }

    /** USB port and interface: what is plugged in there next has the same, another board never. */
    String place() {
        return sys.toString().replaceFirst("/host[0-9]+/.*", "");
    }

    boolean isPlugged() {
        return Files.isDirectory(sys);
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
