package org.numakerbench.evidence;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads evidence logs, finished, interrupted or still being written. */
public final class EvidenceReader {
    /**
     * Where the part of a log that can be read ends.
     *
     * @param last null when there is no whole entry
     * @param wholeBytes bytes up to the end of the last whole entry
     * @param damage what is wrong with the line behind it; null when the log ends there, but for a line that was cut off
     */
    record Tail(
            @Nullable EvidenceEntry last,
            long wholeBytes,
            @Nullable DamagedLogException damage) {}

    private EvidenceReader() {}

    /**
     * All whole entries of {@code file}. A last line without its end is a write that was cut off and is left out.
     *
     * @throws DamagedLogException when a whole line is no entry (a kind of fact of a newer bench included); names the
     *     line
     */
    public static List<EvidenceEntry> readAll(Path file) throws IOException {
        List<EvidenceEntry> entries = new ArrayList<>();
        forEach(file, entries::add);
        return entries;
    }

    /** As {@link #readAll}, one entry at a time: a log of any length in the memory of its longest line. */
    public static void forEach(Path file, Consumer<EvidenceEntry> each) throws IOException {
        Tail tail = read(file, each);
        if (tail.damage() != null) {
            throw tail.damage();
        }
    }

    /** Reads as far as there are entries. */
    static Tail tail(Path file) throws IOException {
        return read(file, entry -> {});
    }

    private static Tail read(Path file, Consumer<EvidenceEntry> each) throws IOException {
        EvidenceEntry last = null;
        long wholeBytes = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                try {
                    last = entry(file, line.toByteArray(), last == null ? 1 : last.seq() + 1);
                } catch (DamagedLogException damage) {
                    return new Tail(last, wholeBytes, damage);
                }
                each.accept(last);
                wholeBytes += line.size() + 1;
                line.reset();
            }
        }
        return new Tail(last, wholeBytes, null);
    }

    private static EvidenceEntry entry(Path file, byte[] bytes, long line) throws DamagedLogException {
        EvidenceEntry entry;
        try {
            entry = EvidenceJson.entry(bytes, 0, bytes.length);
        } catch (JacksonException | ClassCastException | DateTimeException broken) {
            throw new DamagedLogException(
                    file + ":" + line + ": not an evidence entry; the log was changed, or a newer bench wrote it",
                    broken);
        }
        if (entry.seq() != line) {
            throw new DamagedLogException(file + ":" + line + ": entry " + entry.seq() + " stands where entry " + line
                    + " should; lines are missing");
        }
        return entry;
    }
}
