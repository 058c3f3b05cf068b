package org.numakerbench.scratch;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;
import org.numakerbench.files.DurableDirectory;

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

    @Override
    public void close() throws IOException {
        DurableDirectory.deleteTree(path);
    }
}
