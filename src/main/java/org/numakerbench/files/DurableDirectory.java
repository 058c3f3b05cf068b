package org.numakerbench.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/** Directories whose names are on the disk when a call returns: a synced file can still lose the name it had. */
public final class DurableDirectory {
    private DurableDirectory() {}

    /**
     * Makes {@code directory} and those above it that are missing.
     *
     * @param mode of those that are made
     */
    public static void create(Path directory, FileAttribute<?>... mode) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path each = directory.toAbsolutePath(); each != null && Files.notExists(each); each = each.getParent()) {
            missing.push(each);
        }
        Files.createDirectories(directory, mode);
        for (Path each : missing) {
            sync(each.getParent());
        }
    }

    /**
     * Gives a file or a directory another name in the same directory, in one step. Its own content must be synced before.
     *
     * @param to replaced if it is a file or an empty directory
     */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(to.toAbsolutePath().getParent());
    }

    /** Forces the names in {@code directory} to the disk, not what they name. */
    public static void sync(Path directory) throws IOException {
        DurableFile.sync(directory);
    }

    /** Deletes {@code directory} with all below it; one that is not there is deleted already. Links are not followed. */
    public static void deleteTree(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
