package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.DriverException;
import org.numakerbench.model.FailureCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An image on its way to a volume that may be full, or be detached in the middle. */
final class VolumeCopy {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeCopy.class);
    private static final int PIECE_BYTES = 64 * 1024;

    private VolumeCopy() {}

    /**
     * Writes all of {@code bytes} to the device behind the volume: the data first, a piece at a time, then what the file
     * system keeps about them.
     *
     * @param inPlace whether the file is on the board's volume; asked once it is open, when nothing has been written yet: from
     *     then on it stays there, whatever is mounted at its place
     * @param written told after each piece how many bytes the device has taken
     * @return the failure that came after the device had taken every byte of the image: an adapter detaches the disk as soon
     *     as it has what it wants, so that it is no failure if the volume goes; null when there was none
     * @throws DriverException when the device did not take every byte, or nobody can tell
     */
    static @Nullable IOException write(byte[] bytes, Path copy, BooleanSupplier inPlace, IntConsumer written)
            throws DriverException {
        int total = 0;
        boolean everyByte = false;
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                DataBlocks blocks = DataBlocks.of(copy)) {
            if (!inPlace.getAsBoolean()) {
                throw moved(copy);
            }
            channel.truncate(0);
            boolean known = true;
            while (total < bytes.length) {
                int piece = Math.min(PIECE_BYTES, bytes.length - total);
                for (int of = 0; of < piece; ) {
                    of += channel.write(ByteBuffer.wrap(bytes, total + of, piece - of));
                }
                known &= blocks.taken(total, piece);
                total += piece;
                written.accept(total);
            }
            everyByte = known;
            channel.force(true);
            return null;
        } catch (IOException failure) {
            String full = full(failure, copy, bytes.length - total);
            if (!everyByte || full != null) {
                if (inPlace.getAsBoolean()) {
                    remove(copy);
                }
                throw new DriverException(
                        FailureCode.FLASH_FAILED,
                        "copying to " + copy.getParent() + " failed after " + total + " of " + bytes.length + " bytes: "
                                + reason(failure) + (full == null ? "" : full),
                        full == null
                                ? "check that the volume is writable and stays mounted, then flash again"
                                : "remove files from the volume, or re-plug the board",
                        failure);
            }
            return failure;
        }
    }

    private static DriverException moved(Path copy) {
        return new DriverException(
                FailureCode.VOLUME_MISSING,
                "the board's volume left " + copy.getParent()
                        + " before it was written to, and another may be there by now",
                "flash again");
    }

    /** The volume's sizes when it is full: by the device's word, else by the sizes, because Java tells no error number. */
    private static @Nullable String full(IOException failure, Path copy, int missing) {
        try {
            FileStore store = Files.getFileStore(Objects.requireNonNull(copy.getParent()));
            long free = store.getUsableSpace();
            boolean isFull = failure instanceof DataBlocks.NotTakenException it ? it.isFull() : free < missing;
            if (!isFull) {
                return null;
            }
            return " (the volume is full: " + store.getTotalSpace() + " bytes in all, " + free
                    + " free beside what was copied)";
        } catch (IOException gone) {
            return null;
        }
    }

    /** Why, without the path that Java puts in front of it. */
    static @Nullable String reason(IOException failure) {
        return failure instanceof FileSystemException it && it.getReason() != null
                ? it.getReason()
                : failure.toString();
    }

    /** Leaves the volume as it was, as far as it lets us. */
    static void remove(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException left) {
            LOG.warn("{} stays behind: {}", copy, left.toString());
        }
    }
}
