package org.numakerbench.sim.cloud;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.sim.cloud.tls.UnusableFileException;

/**
 * Makes a cloud the only resident of its directory. The lock is the system's: it ends with its process, however that ends.
 */
final class DirectoryHold implements AutoCloseable {
    private static final String FILE = ".holder";
    // A file lock works between processes, and opening the file of one's own lock again would end it.
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryHold(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes a directory, which is there.
     *
     * @throws UnusableFileException when another cloud has it, with its process and since when
     */
    static DirectoryHold take(Path directory, Instant now) throws IOException {
        Path file = directory.toRealPath().resolve(FILE);
        if (!HERE.add(file)) {
            throw held(directory, "this process itself");
        }
        boolean taken = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnersOnly.creating(file));
            if (channel.tryLock() == null) {
                throw held(directory, Files.readString(file).strip());
            }
            String holder =
                    "process " + ProcessHandle.current().pid() + " since " + now.truncatedTo(ChronoUnit.SECONDS);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            taken = true;
            return new DirectoryHold(file, channel);
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                HERE.remove(file);
            }
        }
    }

    private static UnusableFileException held(Path directory, String holder) {
        return new UnusableFileException(
                directory,
                "another local cloud serves this directory: " + (holder.isEmpty() ? "it is just starting" : holder),
                "end it, or give this one a directory of its own");
    }

    /** Lets go; the file stays, and says nothing without its lock. */
    @Override
    public void close() throws IOException {
        channel.close();
        HERE.remove(file);
    }
}
