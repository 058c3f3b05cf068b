package org.numakerbench.scratch;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A directory for this user alone (0700 where there are modes). Closing removes it with all that is in it. */
public final class ScratchDirectory implements AutoCloseable {
    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    /** Makes one; its name begins with {@code prefix}. */
    static ScratchDirectory in(Path parent, String prefix) throws IOException {
        FileAttribute<?>[] ours =
                parent.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0];
        while (true) {
            // Making fails on whatever has that name already, a link too: the name need not be a secret.
            Path wanted = parent.resolve(
                    prefix + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36));
            try {
                return new ScratchDirectory(Files.createDirectory(wanted, ours));
            } catch (FileAlreadyExistsException taken) {
                continue;
            }
        }
    }

    public Path path() {
        return path;
    }

    /** @throws IOException when something in it cannot be removed; what can be is */
    @Override
    public void close() throws IOException {
        delete(path, null);
    }

    /**
     * Removes a tree, or all of it but one file. Links are removed, never followed.
     *
     * @param spared stays, with {@code root}; null: nothing stays
     */
    static void delete(Path root, @Nullable Path spared) throws IOException {
        IOException[] first = new IOException[1];
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return remove(file);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return remove(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
                return spared != null && directory.equals(root) ? FileVisitResult.CONTINUE : remove(directory);
            }

            private FileVisitResult remove(Path each) {
                try {
                    if (!each.equals(spared)) {
                        Files.deleteIfExists(each);
                    }
                } catch (IOException stays) {
                    first[0] = first[0] == null ? stays : first[0];
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (first[0] != null && !(first[0] instanceof NoSuchFileException)) {
            throw first[0];
        }
    }
}
