package org.numakerbench.evidence;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of one run, one JSON object a line.
 *
 * <p>An entry is handed to the operating system before {@link #append} returns: a killed bench loses nothing it had
 * appended. It is forced to the disk at most {@value #FSYNC_EVERY_MS} ms later, and at close: a power cut loses no more
 * than that. The file is locked while open, so that another process can tell a live log from one that was cut off.
 */
public final class EvidenceLog implements AutoCloseable {
    /** Longest time an entry stays in the page cache alone. */
    static final long FSYNC_EVERY_MS = 500;

    private final Path file;
    // Not a FileChannel: that closes for everybody when one interrupted thread writes.
    private final RandomAccessFile out;
    private final FileLock fileLock;
    private final Consumer<EvidenceEntry> onEntry;
    private final long openedNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread syncer;
    private long seq;
    private long monoNanos;
    private boolean dirty;
    private boolean closed;
    private @Nullable EvidenceLostException lost;

    private EvidenceLog(
            Path file, RandomAccessFile out, FileLock fileLock, Consumer<EvidenceEntry> onEntry, long seq, long mono) {
        this.file = file;
        this.out = out;
        this.fileLock = fileLock;
        this.onEntry = onEntry;
        this.seq = seq;
        this.openedNanos = System.nanoTime() - mono;
        this.monoNanos = mono;
        this.syncer = new Thread(this::syncWhileOpen, "evidence-fsync");
        syncer.setDaemon(true);
        syncer.start();
    }

    /**
     * Creates {@code file}, which must not exist.
     *
     * @param onEntry called with every entry after it was written, in order, on the appending thread
     */
    public static EvidenceLog create(Path file, Consumer<EvidenceEntry> onEntry) throws IOException {
        Files.createFile(file);
        RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
        return new EvidenceLog(file, out, lock(file, out), onEntry, 0, 0);
    }

    /**
     * Opens the log of an interrupted run to add to it; a torn last line is cut off.
     *
     * @throws IOException when it is live, or damaged in the middle
     */
    public static EvidenceLog reopen(Path file) throws IOException {
        RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
        FileLock lock = lock(file, out);
        EvidenceReader.Content content = EvidenceReader.read(file);
        out.setLength(content.wholeBytes());
        out.seek(content.wholeBytes());
        List<EvidenceEntry> entries = content.entries();
        EvidenceEntry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
        return new EvidenceLog(
                file, out, lock, entry -> {}, last == null ? 0 : last.seq(), last == null ? 0 : last.monoNanos());
    }

    /** True while some process has {@code file} open for writing through this class. */
    public static boolean isLive(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException here) {
            return true;
        }
    }

    private static FileLock lock(Path file, RandomAccessFile out) throws IOException {
        FileLock lock;
        try {
            lock = out.getChannel().tryLock();
        } catch (OverlappingFileLockException here) {
            lock = null;
        }
        if (lock == null) {
            out.close();
            throw new IOException(file + " is being written by another bench");
        }
        return lock;
    }

    /**
     * Writes one fact; any thread.
     *
     * @throws EvidenceLostException when it cannot be written, now and ever after
     */
    public EvidenceEntry append(Fact fact) {
        lock.lock();
        try {
            if (lost != null) {
                throw lost;
            }
            monoNanos = Math.max(monoNanos, System.nanoTime() - openedNanos);
            EvidenceEntry entry =
                    new EvidenceEntry(seq + 1, Instant.now().truncatedTo(ChronoUnit.MICROS), monoNanos, fact);
            write(entry);
            seq++;
            dirty = true;
            changed.signalAll();
            onEntry.accept(entry);
            return entry;
        } finally {
            lock.unlock();
        }
    }

    private void write(EvidenceEntry entry) {
        try {
            out.write(EvidenceJson.line(entry));
        } catch (IOException failure) {
            lost = new EvidenceLostException(file, failure);
            throw lost;
        }
    }

    private void syncWhileOpen() {
        try {
            while (awaitDirty()) {
                out.getFD().sync();
            }
        } catch (InterruptedException | IOException ended) {
            lock.lock();
            try {
                if (!closed && lost == null && ended instanceof IOException failure) {
                    lost = new EvidenceLostException(file, failure);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits for something to force, then collects more of it; false once closed. */
    private boolean awaitDirty() throws InterruptedException {
        lock.lock();
        try {
            while (!dirty && !closed) {
                changed.await();
            }
            long leftNanos = FSYNC_EVERY_MS * 1_000_000;
            while (!closed && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            dirty = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Forces everything to the disk and releases the file. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try (out) {
            out.getFD().sync();
            fileLock.release();
        } catch (IOException failure) {
            throw new EvidenceLostException(file, failure);
        }
    }
}
