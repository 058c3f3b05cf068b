package org.numakerbench.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may read what the bench writes, where there are modes: what a device printed is kept as it came and may hold secrets,
 * 0600; reports, in which they are hidden, are for the group, too, 0640 in directories of 0750. A tighter umask stays.
 */
public final class OwnersOnly {
    private static final String MODE = "rw-------";
    private static final String DIRECTORY = "rwxr-x---";
    private static final String CLOSED = "rwx------";
    private static final String REPORT = "rw-r-----";

    private OwnersOnly() {}

    /** For creating {@code file}, which only its owner may read. */
    public static FileAttribute<?>[] creating(Path file) {
        return mode(file, MODE);
    }

    /** For creating a report. */
    public static FileAttribute<?>[] creatingReport(Path file) {
        return mode(file, REPORT);
    }

    /** For a file that may be there already. */
    public static void restrict(Path file) throws IOException {
        if (Files.exists(file) && knowsModes(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(MODE));
        }
    }

    /** Whether nobody else may read or write {@code file}. */
    public static boolean isRestricted(Path file) throws IOException {
        return !knowsModes(file)
                || PosixFilePermissions.fromString(MODE).containsAll(Files.getPosixFilePermissions(file));
    }

    /** For creating a directory of a run, or of reports. */
    public static FileAttribute<?>[] creatingDirectory(Path directory) {
        return mode(directory, DIRECTORY);
    }

    /** For creating a directory that nobody else may enter: keys lie in it. */
    public static FileAttribute<?>[] creatingClosedDirectory(Path directory) {
        return mode(directory, CLOSED);
    }

    /** Takes from a report that was written what it gives to others. */
    public static void report(Path file) throws IOException {
        if (knowsModes(file)) {
            Set<PosixFilePermission> now = Files.getPosixFilePermissions(file);
            if (now.retainAll(PosixFilePermissions.fromString(REPORT))) {
                Files.setPosixFilePermissions(file, now);
            }
        }
    }

    private static FileAttribute<?>[] mode(Path file, String mode) {
        return knowsModes(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean knowsModes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
