package org.numakerbench.tune;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.OwnersOnly;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.RecordJson;
import org.numakerbench.tune.search.Loop;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an experiment has done so far, one JSON object a line, each forced to the disk before the next loop begins: a killed
 * experiment loses the loop under way and nothing else.
 */
public final class Journal implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonText.MAPPER;

    /**
     * A line.
     *
     * @param kind {@code begun}, {@code loop}, {@code visit-done}, {@code build-failed}, {@code board-failed},
     *     {@code resumed} or {@code ended}
     * @param plan digest of the plan, of a {@code begun}
     * @param visit of a {@code visit-done}, or of the visit that found a failure
     * @param subject setting or board that failed
     * @param words why
     */
    public record Line(
            String kind,
            @Nullable String at,
            @Nullable String plan,
            @Nullable Integer visit,
            @Nullable String subject,
            @Nullable String words,
            @Nullable Loop loop) {}

    private final FileChannel out;
    private final FileLock lock;
    private final List<Line> lines;

    private Journal(FileChannel out, FileLock lock, List<Line> lines) {
        this.out = out;
        this.lock = lock;
        this.lines = lines;
    }

    /**
     * Opens or creates the journal; a torn last line is cut off.
     *
     * @throws IOException when another process has it, or a whole line cannot be read
     */
    public static Journal open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                OwnersOnly.creating(file));
        try {
            FileLock lock = lock(out);
            if (lock == null) {
                throw new IOException(
                        file + ": another bench is at this experiment; wait for it, or give another --out");
            }
            List<Line> lines = new ArrayList<>();
            long whole = read(file, lines);
            out.truncate(whole);
            out.position(whole);
            return new Journal(out, lock, lines);
        } catch (IOException failure) {
            out.close();
            throw failure;
        }
    }

    private static @Nullable FileLock lock(FileChannel out) throws IOException {
        try {
            return out.tryLock();
        } catch (OverlappingFileLockException held) {
            return null;
        }
    }

    private static long read(Path file, List<Line> lines) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                String text = new String(all, from, i - from, StandardCharsets.UTF_8);
                try {
                    lines.add(RecordJson.read(text, Line.class));
                } catch (JacksonException broken) {
                    throw new IOException(
                            file + ":" + (lines.size() + 1)
                                    + ": not a line of an experiment's journal; the file was changed, or a newer bench wrote"
                                    + " it; --fresh begins anew",
                            broken);
                }
                from = i + 1;
            }
        }
        return from;
    }

    /** What was written by earlier starts. */
    public List<Line> earlier() {
        return List.copyOf(lines);
    }

    synchronized void begun(String plan) throws IOException {
        write(new Line("begun", now(), plan, null, null, null, null));
    }

    synchronized void resumed() throws IOException {
        write(new Line("resumed", now(), null, null, null, null, null));
    }

    synchronized void loop(Loop loop) throws IOException {
        write(new Line("loop", now(), null, null, null, null, loop));
    }

    synchronized void visitDone(int visit) throws IOException {
        write(new Line("visit-done", now(), null, visit, null, null, null));
    }

    synchronized void buildFailed(int visit, String setting, String words) throws IOException {
        write(new Line("build-failed", now(), null, visit, setting, words, null));
    }

    synchronized void boardFailed(int visit, String board, String words) throws IOException {
        write(new Line("board-failed", now(), null, visit, board, words, null));
    }

    synchronized void ended(String words) throws IOException {
        write(new Line("ended", now(), null, null, null, words, null));
    }

    private static String now() {
        return Instant.now().toString();
    }

    private void write(Line line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        out.force(false);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        out.close();
    }
}
