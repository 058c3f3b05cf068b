package org.numakerbench.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are added to, each on the disk before the next: a power cut loses the line under way and nothing else.
 * One process at a time has it open.
 */
public final class LineFile implements AutoCloseable {
    private final FileChannel channel;
    private final List<String> earlier;
    private long wholeBytes;

    private LineFile(FileChannel channel) throws IOException {
        this.channel = channel;
        byte[] all = bytes(channel);
        this.wholeBytes = wholeBytes(all);
        this.earlier = lines(all);
    }

    /**
     * Opens or makes {@code file}; a torn last line is cut off.
     *
     * @param mode of the file if it is made
     * @return null when somebody has it
     */
    public static @Nullable LineFile open(Path file, FileAttribute<?>... mode) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        DurableDirectory.create(parent);
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), mode);
        LineFile opened = null;
        try {
            if (lock(channel) != null) {
                DurableDirectory.sync(parent);
                opened = new LineFile(channel);
            }
            return opened;
        } finally {
            if (opened == null) {
                channel.close();
            }
        }
    }

    /** The whole lines of {@code file}, without having it; none when it is not there. */
    public static List<String> read(Path file) throws IOException {
        return Files.exists(file) ? lines(Files.readAllBytes(file)) : List.of();
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException held) {
            return null;
        }
    }

    private static byte[] bytes(FileChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(1 << 16);
        while (channel.read(some) >= 0) {
            all.write(some.array(), 0, some.position());
            some.clear();
        }
        return all.toByteArray();
    }

    private static List<String> lines(byte[] all) {
        return new String(all, 0, wholeBytes(all), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** A power cut may leave zeros in place of a line that was not on the disk yet. */
    private static int wholeBytes(byte[] all) {
        int end = 0;
        while (end < all.length && all[end] != 0) {
            end++;
        }
        while (end > 0 && all[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** The whole lines that were there when it was opened. */
    public List<String> earlier() {
        return earlier;
    }

    /**
     * Adds a line.
     *
     * @param line without its end
     * @throws IOException when it cannot be forced to the disk; a line added later takes its place
     */
    public synchronized void append(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        channel.truncate(wholeBytes);
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left, wholeBytes + left.position());
        }
        channel.force(false);
        wholeBytes += bytes.length;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
