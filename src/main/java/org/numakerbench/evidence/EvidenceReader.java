package org.numakerbench.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/** Reads evidence logs, finished, interrupted or still being written. */
public final class EvidenceReader {
    /** @param wholeBytes bytes up to the end of the last whole line */
    record Content(List<EvidenceEntry> entries, long wholeBytes) {}

    private EvidenceReader() {}

    /**
     * All whole entries of {@code file}. A last line without its end is a write that was cut off and is left out.
     *
     * @throws IOException when the file cannot be read, or a whole line is no entry; names the line
     */
    public static List<EvidenceEntry> readAll(Path file) throws IOException {
        return read(file).entries();
    }

    static Content read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<EvidenceEntry> entries = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                entries.add(entry(file, bytes, start, i - start, entries.size() + 1));
                start = i + 1;
            }
        }
        return new Content(entries, start);
    }

    private static EvidenceEntry entry(Path file, byte[] bytes, int start, int length, int line) throws IOException {
        EvidenceEntry entry;
        try {
            entry = EvidenceJson.entry(bytes, start, length);
        } catch (JacksonException | ClassCastException | java.time.DateTimeException broken) {
            throw new IOException(
                    file + ":" + line + ": not an evidence entry; the log was changed, or a newer bench wrote it",
                    broken);
        }
        if (entry.seq() != line) {
            throw new IOException(file + ":" + line + ": entry " + entry.seq() + " stands where entry " + line
                    + " should; lines are missing");
        }
        return entry;
    }
}
