package org.numakerbench.board.usb;

import java.nio.file.Path;

/** Where the system tells of its devices; elsewhere in tests. */
public record SystemRoots(Path sys, Path dev, Path proc) {
    /** The running system's. */
    public static SystemRoots real() {
        return below(Path.of("/"));
    }

    /** Those of a tree that looks like a system. */
    public static SystemRoots below(Path root) {
        return new SystemRoots(root.resolve("sys"), root.resolve("dev"), root.resolve("proc"));
    }
}
