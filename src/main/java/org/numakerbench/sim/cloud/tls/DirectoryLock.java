package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.numakerbench.files.OwnersOnly;

/** Lets one at a time change a cloud's directory, for a moment. */
public final class DirectoryLock {
    // A file lock works between processes only.
    private static final ReentrantLock WITHIN_PROCESS = new ReentrantLock();

    private DirectoryLock() {}

    /** What is done with the lock. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T run() throws IOException;
    }

    /** Waits for the lock and does {@code work}. */
    public static <T> T within(Path directory, Work<T> work) throws IOException {
        Path file = directory.resolve(".lock");
        WITHIN_PROCESS.lock();
        try (FileChannel channel = FileChannel.open(
                        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnersOnly.creating(file));
                FileLock lock = channel.lock()) {
            return lock.isValid() ? work.run() : within(directory, work);
        } finally {
            WITHIN_PROCESS.unlock();
        }
    }
}
