package org.numakerbench.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.OwnersOnly;

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

    /** Name of what was cut off a damaged log, beside it. */
    public static final String CUT_OFF = "evidence.cut-off";

    private final Path file;
    // Not a FileChannel: that closes for everybody when one interrupted thread writes.
    private final OutputStream out;
    private final WriterLock writerLock;
    private final Consumer<EvidenceEntry> onEntry;
    private final long openedNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread syncer;
    private final @Nullable EvidenceEntry last;
    private @Nullable String cutOff;
    private long seq;
    private long monoNanos;
    private boolean dirty;
    private boolean closed;
    private @Nullable EvidenceLostException lost;
    // A later sync may succeed: the system has dropped by then what it could not write.
    private @Nullable EvidenceLostException unsynced;

    /** @param last the entry that {@code file} ends with; null when it is empty */
    private EvidenceLog(Path file, WriterLock writerLock, @Nullable EvidenceEntry last, Consumer<EvidenceEntry> onEntry)
            throws IOException {
        this.file = file;
        this.out = Files.newOutputStream(file, StandardOpenOption.APPEND);
        this.writerLock = writerLock;
        this.onEntry = onEntry;
        this.last = last;
        this.seq = last == null ? 0 : last.seq();
        this.monoNanos = last == null ? 0 : last.monoNanos();
        this.openedNanos = System.nanoTime() - monoNanos;
        this.syncer = new Thread(this::syncWhileOpen, "evidence-fsync");
        syncer.setDaemon(true);
        syncer.start();
    }

    /**
     * Begins the log of a run: its directory appears with {@code first} in it.
     *
     * @param onEntry called with every entry after it was written, in order, on the appending thread
     */
    public static EvidenceLog begin(RunDirectory directory, Fact first, Consumer<EvidenceEntry> onEntry)
            throws IOException {
        EvidenceEntry entry = new EvidenceEntry(1, now(), 0, first);
        directory.begin(List.of(entry));
        Path file = directory.path().resolve(RunDirectory.LOG);
        EvidenceLog log = open(file, lock(file), entry, onEntry);
        onEntry.accept(entry);
        return log;
    }

    /** Creates {@code file}, which must not exist, empty. */
    public static EvidenceLog create(Path file, Consumer<EvidenceEntry> onEntry) throws IOException {
        WriterLock lock = lock(file);
        try {
            Files.createFile(file, OwnersOnly.creating(file));
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
        return open(file, lock, null, onEntry);
    }

    private static EvidenceLog open(
            Path file, WriterLock lock, @Nullable EvidenceEntry last, Consumer<EvidenceEntry> onEntry)
            throws IOException {
        try {
            return new EvidenceLog(file, lock, last, onEntry);
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
    }

    /**
     * Writes a whole log at once.
     *
     * @param entries numbered from 1, with their own times
     */
    public static void write(Path file, List<EvidenceEntry> entries) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        entries.forEach(entry -> lines.writeBytes(EvidenceJson.line(entry)));
        DurableFile.write(file, lines.toByteArray(), OwnersOnly.creating(file));
    }

    /**
     * Opens the log of an interrupted run to add to it. What follows the last whole entry is cut off: a torn line goes, more
     * than that is kept beside the log as {@value #CUT_OFF}.
     *
     * @throws DamagedLogException when it holds no whole entry; it is left as it is
     * @throws IOException when it is live
     */
    public static EvidenceLog reopen(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new DamagedLogException(file + " is missing");
        }
        WriterLock lock = lock(file);
        try {
            EvidenceReader.Tail tail = EvidenceReader.tail(file);
            EvidenceEntry last = tail.last();
            if (last == null) {
                throw tail.damage() != null
                        ? tail.damage()
                        : new DamagedLogException(
                                file + " holds no whole entry" + (Files.size(file) == 0 ? ": it is empty" : ""));
            }
            DamagedLogException damage = tail.damage();
            if (damage != null) {
                keep(file, tail.wholeBytes());
            }
            DurableFile.truncate(file, tail.wholeBytes());
            EvidenceLog log = new EvidenceLog(file, lock, last, entry -> {});
            log.cutOff = damage == null
                    ? null
                    : "its log is damaged from line " + (last.seq() + 1) + " on: what stood there is in " + CUT_OFF;
            return log;
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
    }

    private static void keep(Path file, long from) throws IOException {
        Path cutOff = file.resolveSibling(CUT_OFF);
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            DurableFile.write(cutOff, in.readAllBytes(), OwnersOnly.creating(cutOff));
        }
    }

    /** What was cut off when the log was reopened, and where it is now, in words; null: at most a torn line. */
    public @Nullable String cutOff() {
        return cutOff;
    }

    /** The entry that the log ended with when it was reopened; null when it was made then. */
    public @Nullable EvidenceEntry last() {
        return last;
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
            EvidenceEntry entry = new EvidenceEntry(seq + 1, now(), monoNanos, fact);
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

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
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
                DurableFile.sync(file);
            }
        } catch (InterruptedException | IOException ended) {
            lock.lock();
            try {
                if (!closed && lost == null && ended instanceof IOException failure) {
                    lost = new EvidenceLostException(file, failure);
                    unsynced = lost;
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
            DurableFile.sync(file);
        } catch (IOException failure) {
            throw new EvidenceLostException(file, failure);
        }
        if (unsynced != null) {
            throw unsynced;
        }
    }
}
