package org.numakerbench.evidence;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of one run, one JSON object a line.
 *
 * <p>An entry is handed to the operating system before {@link #append} returns: a killed bench loses nothing it had
 * appended. It is forced to the disk at most {@value #FSYNC_EVERY_MS} ms later, and at close: a power cut loses no more
 * than that. A lock file beside it ({@code evidence.jsonl.lock}) is held while it is open, so that another process can tell a
 * live log from one that was cut off; reading the log never disturbs that.
 */
public final class EvidenceLog implements AutoCloseable {
    /** Longest time an entry stays in the page cache alone. */
    static final long FSYNC_EVERY_MS = 500;

    private final Path file;
    // Not a FileChannel: that closes for everybody when one interrupted thread writes.
    private final RandomAccessFile out;
    private final WriterLock writerLock;
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
            Path file,
            RandomAccessFile out,
            WriterLock writerLock,
            Consumer<EvidenceEntry> onEntry,
            long seq,
            long mono) {
        this.file = file;
        this.out = out;
        this.writerLock = writerLock;
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
        WriterLock lock = lock(file);
        try {
            Files.createFile(file, OwnersOnly.creating(file));
            return new EvidenceLog(file, new RandomAccessFile(file.toFile(), "rw"), lock, onEntry, 0, 0);
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
    }

    /**
     * Writes a whole log at once, for a run that happened elsewhere.
     *
     * @param entries numbered from 1, with their own times
     */
    public static void write(Path file, List<EvidenceEntry> entries) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnersOnly.creating(file))) {
            for (EvidenceEntry entry : entries) {
                ByteBuffer line = ByteBuffer.wrap(EvidenceJson.line(entry));
                while (line.hasRemaining()) {
                    out.write(line);
                }
            }
            out.force(true);
        }
    }

    /**
     * Opens the log of an interrupted run to add to it; a torn last line is cut off.
     *
     * @throws IOException when it is live, or damaged in the middle
     */
    public static EvidenceLog reopen(Path file) throws IOException {
        WriterLock lock = lock(file);
        RandomAccessFile out = null;
        try {
            EvidenceReader.Tail tail = EvidenceReader.tail(file);
            out = new RandomAccessFile(file.toFile(), "rw");
            out.setLength(tail.wholeBytes());
            out.seek(tail.wholeBytes());
            EvidenceEntry last = tail.last();
            long seq = last == null ? 0 : last.seq();
            return new EvidenceLog(file, out, lock, entry -> {}, seq, last == null ? 0 : last.monoNanos());
        } catch (IOException failure) {
            if (out != null) {
                out.close();
            }
            lock.close();
            throw failure;
        }
    }

    /** True while some process has {@code file} open for writing through this class. */
    public static boolean isLive(Path file) throws IOException {
        return WriterLock.isHeld(lockFile(file));
    }

    private static WriterLock lock(Path file) throws IOException {
        WriterLock lock = WriterLock.tryAcquire(lockFile(file));
        if (lock == null) {
            throw new IOException(file + " is being written by another bench");
        }
        return lock;
    }

    private static Path lockFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
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
        try (writerLock;
                out) {
            out.getFD().sync();

        } catch (IOException failure) {
            throw new EvidenceLostException(file, failure);
        }
    }
}
