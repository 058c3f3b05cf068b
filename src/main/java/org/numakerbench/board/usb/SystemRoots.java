package org.numakerbench.board.usb;

import java.nio.file.Path;

/**
 * Where the system tells of its devices; elsewhere in tests.
 *
 * @param udev what udev keeps of each device: {@code /run/udev}
 */
public record SystemRoots(Path sys, Path dev, Path proc, Path udev) {
    /** The running system's. */
    public static SystemRoots real() {
        return below(Path.of("/"));
    }

    /** Those of a tree that looks like a system. */
    public static SystemRoots below(Path root) {
        return new SystemRoots(
                root.resolve("sys"), root.resolve("dev"), root.resolve("proc"), root.resolve("run/udev"));
    }
}
