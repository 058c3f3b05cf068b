package org.numakerbench.evidence;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads evidence logs, finished, interrupted or still being written. */
public final class EvidenceReader {
    /**
     * Where a log ends.
     *
     * @param last null when there is no whole line
     * @param wholeBytes bytes up to the end of the last whole line
     */
    record Tail(@Nullable EvidenceEntry last, long wholeBytes) {}

    private EvidenceReader() {}

    /**
     * All whole entries of {@code file}. A last line without its end is a write that was cut off and is left out.
     *
     * @throws IOException when the file cannot be read, or a whole line is no entry (a kind of fact of a newer bench
     *     included); names the line
     */
    public static List<EvidenceEntry> readAll(Path file) throws IOException {
        List<EvidenceEntry> entries = new ArrayList<>();
        forEach(file, entries::add);
        return entries;
    }

    /** As {@link #readAll}, one entry at a time: a log of any length in the memory of its longest line. */
    public static void forEach(Path file, Consumer<EvidenceEntry> each) throws IOException {
        read(file, each);
    }

    static Tail tail(Path file) throws IOException {
        return read(file, entry -> {});
    }

    private static Tail read(Path file, Consumer<EvidenceEntry> each) throws IOException {
        LogLines lines = new LogLines(file);
        long wholeBytes = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    lines.checkLength(line.size());
                    line.write(next);
                    continue;
                }
                each.accept(lines.next(line.toByteArray()));
                wholeBytes += line.size() + 1;
                line.reset();
            }
        }
        return new Tail(lines.last(), wholeBytes);
    }
}
