package org.numakerbench.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.DurableDirectory;

/**
 * A directory that belongs to one living process: a lock in it is held until the process ends, however that comes. Everything
 * in it is the owner's and the lock's alone, so its path may be in a place that others can write to.
 */
final class OwnedDirectory implements AutoCloseable {
    private static final String PREFIX = "nbench-";
    private static final String LOCK = ".lock";

    private final Path path;
    private final FileChannel lock;

    private OwnedDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes one for this process. */
    static OwnedDirectory in(Path parent) throws IOException {
        while (true) {
            Path path = ScratchDirectory.in(parent, PREFIX).path();
            FileChannel lock = locked(path, StandardOpenOption.CREATE_NEW);
            if (lock != null) {
                return new OwnedDirectory(path, lock);
            }
        }
    }

    Path path() {
        return path;
    }

    /**
     * Takes away what processes beside this one left that are no more. What cannot be taken away is in nobody's way, and no
     * reason for the command not to go on.
     */
    void sweepBeside() {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(path.resolveSibling(""), PREFIX + "*")) {
            UserPrincipal me = Files.getOwner(path);
            for (Path each : left) {
                if (!each.getFileName().equals(path.getFileName())) {
                    sweep(each, me);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return;
        }
    }

    /** What belongs to somebody else, and links, are left alone; inside a directory of ours nobody else can do anything. */
    private static void sweep(Path left, UserPrincipal me) {
        try {
            if (!Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(left, LinkOption.NOFOLLOW_LINKS).equals(me)) {
                return;
            }
            if (Files.notExists(left.resolve(LOCK))) {
                // Its process was killed before it had locked it, or is about to. One with files in it but no lock has
                // been visited by the system's own cleaner, which will come again; it cannot be deleted.
                Files.delete(left);
                return;
            }
            FileChannel lock = locked(left, StandardOpenOption.WRITE);
            if (lock != null) {
                new OwnedDirectory(left, lock).close();
            }
        } catch (IOException somebodysOrStuck) {
            return;
        }
    }

    /** Null when somebody else has it, or has just taken it away. */
    private static @Nullable FileChannel locked(Path directory, StandardOpenOption how) throws IOException {
        Path file = directory.resolve(LOCK);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, how, StandardOpenOption.WRITE);
        } catch (NoSuchFileException swept) {
            return null;
        }
        boolean ours = false;
        try {
            FileLock lock = channel.tryLock();
            ours = lock != null && Files.exists(file);
        } finally {
            if (!ours) {
                channel.close();
            }
        }
        return ours ? channel : null;
    }

    /** The lock goes last: killed in between, the next process goes on. */
    @Override
    public void close() {
        try (lock;
                DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
            for (Path each : all) {
                if (!each.endsWith(LOCK)) {
                    DurableDirectory.deleteTree(each);
                }
            }
            Files.deleteIfExists(path.resolve(LOCK));
            Files.deleteIfExists(path);
        } catch (IOException | DirectoryIteratorException | UncheckedIOException stays) {
            // For the next process, which finds the lock free.
            return;
        }
    }
}
