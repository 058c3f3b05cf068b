package org.numakerbench.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of what a device printed, which is kept as it came and may hold secrets: mode 0600 where there are modes. */
public final class OwnersOnly {
    private static final String MODE = "rw-------";

    private OwnersOnly() {}

    /** For creating {@code file} that way. */
    public static FileAttribute<?>[] creating(Path file) {
        return knowsModes(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE))}
                : new FileAttribute<?>[0];
    }

    /** For a file that may be there already. */
    public static void restrict(Path file) throws IOException {
        if (Files.exists(file) && knowsModes(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(MODE));
        }
    }

    private static boolean knowsModes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
