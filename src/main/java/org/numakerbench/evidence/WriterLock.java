package org.numakerbench.evidence;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Shows other threads and processes that something is being written, until it is closed or its process ends.
 *
 * <p>A file of its own beside what it guards, because a POSIX lock of a process ends as soon as that process closes any
 * descriptor of the locked file: reading a log that is locked itself would unlock it. For the same reason a lock held in
 * this process is known by {@link #HERE}, without opening its file.
 */
final class WriterLock implements AutoCloseable {
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private WriterLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock, or returns null when somebody has it.
     *
     * @param file made if it is missing, deleted at the end; holds nothing
     */
    static @Nullable WriterLock tryAcquire(Path file) throws IOException {
        Path key = key(file);
        if (!HERE.add(key)) {
            return null;
        }
        FileChannel channel = null;
        try {
            channel = lockedChannel(key);
        } finally {
            if (channel == null) {
                HERE.remove(key);
            }
        }
        return channel == null ? null : new WriterLock(key, channel);
    }

    /** True while somebody has the lock. */
    static boolean isHeld(Path file) throws IOException {
        if (HERE.contains(key(file))) {
            return true;
        }
        if (!Files.exists(file)) {
            return false;
        }
        try (WriterLock free = tryAcquire(file)) {
            return free == null;
        }
    }

    /** Null when another process has it, or has just deleted what was locked here. */
    private static @Nullable FileChannel lockedChannel(Path file) throws IOException {
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .close();
        FileChannel channel = null;
        boolean locked = false;
        try {
            Object before = identity(file);
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            locked = lock != null && Objects.equals(before, identity(file));
        } catch (NoSuchFileException deletedByItsOwner) {
            locked = false;
        } finally {
            if (channel != null && !locked) {
                channel.close();
            }
        }
        return locked ? channel : null;
    }

    /** Device and inode where the system has them. */
    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static Path key(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        return Objects.requireNonNull(absolute.getParent()).toRealPath().resolve(absolute.getFileName());
    }

    /** Deletes the file, then lets go: whoever locks the deleted one finds that out. */
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // A file that nobody has locked holds up nobody; the next start takes it away.
            return;
        } finally {
            HERE.remove(file);
        }
    }
}
