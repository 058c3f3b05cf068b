package org.numakerbench.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Files whose content is on the disk when a call returns. An interrupted thread can write them like any other. */
public final class DurableFile {
    private static final String NEW = ".new";

    private DurableFile() {}

    /** As {@link #write(Path, byte[], FileAttribute[])}, as UTF-8. */
    public static void write(Path file, String text, FileAttribute<?>... mode) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8), mode);
    }

    /**
     * Writes {@code file} in place, for a directory that nobody looks into yet: a reader may see half of it meanwhile.
     *
     * @param mode of the file if it is made; one that is there keeps its own
     */
    public static void write(Path file, byte[] content, FileAttribute<?>... mode) throws IOException {
        if (mode.length > 0 && Files.notExists(file)) {
            Files.createFile(file, mode);
        }
        // Not through a channel: that closes when its thread is interrupted.
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(content);
        }
        sync(file);
    }

    /** As {@link #replace(Path, byte[], FileAttribute[])}, as UTF-8. */
    public static void replace(Path file, String text, FileAttribute<?>... mode) throws IOException {
        replace(file, text.getBytes(StandardCharsets.UTF_8), mode);
    }

    /**
     * Makes or replaces {@code file}: whoever reads it, and whatever happens, finds the old content or the new. What is no
     * regular file, a terminal say, is written to.
     *
     * @param mode of the new file
     */
    public static void replace(Path file, byte[] content, FileAttribute<?>... mode) throws IOException {
        // A link stays one.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            Files.write(target, content);
            return;
        }
        String hidden = "." + target.getFileName() + ".";
        sweep(target.getParent(), hidden);
        // Two that replace one file at once must not write into each other's.
        Path fresh = target.resolveSibling(
                hidden + Long.toHexString(ThreadLocalRandom.current().nextLong()) + NEW);
        try {
            write(fresh, content, mode);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException swept) {
            // By another that replaces it just now.
            replace(target, content, mode);
            return;
        } catch (IOException failure) {
            try {
                Files.deleteIfExists(fresh);
            } catch (IOException stays) {
                failure.addSuppressed(stays);
            }
            throw failure;
        }
        DurableDirectory.sync(target.getParent());
    }

    /** What killed processes left of earlier attempts goes. */
    private static void sweep(Path directory, String hidden) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, it -> {
            String name = it.getFileName().toString();
            return name.startsWith(hidden) && name.endsWith(NEW);
        })) {
            files.forEach(left::add);
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        for (Path each : left) {
            Files.deleteIfExists(each);
        }
    }

    /** Forces what any process has written to {@code file}, or which names are in that directory, to the disk. */
    public static void sync(Path file) throws IOException {
        uninterrupted(file, StandardOpenOption.READ, channel -> channel.force(true));
    }

    /** Cuts {@code file} off behind {@code bytes}. */
    public static void truncate(Path file, long bytes) throws IOException {
        uninterrupted(file, StandardOpenOption.WRITE, channel -> {
            channel.truncate(bytes);
            channel.force(true);
        });
    }

    private interface ChannelWork {
        void on(FileChannel channel) throws IOException;
    }

    /** @param work may be done twice: an interrupt closes the channel that is in use */
    private static void uninterrupted(Path file, OpenOption option, ChannelWork work) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (FileChannel channel = FileChannel.open(file, option)) {
                    work.on(channel);
                    return;
                } catch (ClosedByInterruptException justNow) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
