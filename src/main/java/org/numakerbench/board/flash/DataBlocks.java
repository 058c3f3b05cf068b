package org.numakerbench.board.flash;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The data of a file on its way to the device, apart from what the file system keeps about it. {@code write} only fills the
 * page cache, and {@code fsync} does not tell which of the two it could not write: an adapter that leaves with half an image
 * looks the same as one that leaves when it has all.
 */
final class DataBlocks implements AutoCloseable {
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    /** SYNC_FILE_RANGE_WAIT_BEFORE, _WRITE and _WAIT_AFTER (sync_file_range(2)). */
    private static final int WRITE_AND_WAIT = 7;

    private static final int EIO = 5;
    private static final int ENOSPC = 28;

    private final int file;

    /** The device did not take the bytes. */
    static final class NotTakenException extends IOException {
        private static final long serialVersionUID = 1;
        private final boolean full;

        private NotTakenException(String reason, boolean full, LastErrorException cause) {
            super(reason, cause);
            this.full = full;
        }

        /** Whether it has no room for them. */
        boolean isFull() {
            return full;
        }
    }

    private DataBlocks(int file) {
        this.file = file;
    }

    /** To be opened before the first byte is written: only failures from then on are told. */
    static DataBlocks of(Path file) throws IOException {
        if (!Platform.isLinux()) {
            return new DataBlocks(-1);
        }
        try {
            return new DataBlocks(C.open(file.toString(), O_RDONLY_CLOEXEC));
        } catch (LastErrorException refused) {
            throw new IOException("cannot open " + file + " (error " + refused.getErrorCode() + ")", refused);
        }
    }

    /**
     * Waits until the device has taken these bytes.
     *
     * @return false where the system cannot tell
     * @throws NotTakenException when it did not take them all
     */
    boolean taken(long from, long count) throws NotTakenException {
        if (file < 0) {
            return false;
        }
        try {
            C.sync_file_range(file, from, count, WRITE_AND_WAIT);
            return true;
        } catch (LastErrorException failure) {
            switch (failure.getErrorCode()) {
                case EIO -> throw new NotTakenException("Input/output error", false, failure);
                case ENOSPC -> throw new NotTakenException("No space left on device", true, failure);
                // A file system that cannot do it.
                default -> {
                    return false;
                }
            }
        }
    }

    @Override
    public void close() {
        if (file >= 0) {
            C.close(file);
        }
    }

    /** The C library's calls; constants are Linux's. */
    private static final class C {
        static {
            Native.register(C.class, "c");
        }

        static native int open(String path, int flags) throws LastErrorException;

        static native int sync_file_range(int fd, long offset, long count, int flags) throws LastErrorException;

        static native int close(int fd);
    }
}
