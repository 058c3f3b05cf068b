package org.numakerbench.evidence;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of one log in turn: each an entry, none missing, and time never runs backwards. */
final class LogLines {
    /** No entry of any bench comes near it. */
    static final int LONGEST_BYTES = 1 << 26;

    private final Path file;
    private @Nullable EvidenceEntry last;

    /** @param file for messages */
    LogLines(Path file) {
        this.file = file;
    }

    /** The newest entry; null before the first. */
    @Nullable
    EvidenceEntry last() {
        return last;
    }

    /** @throws DamagedLogException when the line that is being read is too long to be one, with file and line */
    void checkLength(int bytes) throws DamagedLogException {
        if (bytes >= LONGEST_BYTES) {
            throw wrong(line(), "longer than " + LONGEST_BYTES + " bytes; it is no entry of any bench", null);
        }
    }

    /** @throws DamagedLogException when it is no entry, or cannot stand here; with file and line */
    EvidenceEntry next(byte[] line) throws DamagedLogException {
        long number = line();
        EvidenceEntry entry;
        try {
            entry = EvidenceJson.entry(line, 0, line.length);
        } catch (NoEntryException broken) {
            throw wrong(number, String.valueOf(broken.getMessage()), broken);
        }
        if (entry.seq() != number) {
            throw wrong(
                    number,
                    "entry " + entry.seq() + " stands where entry " + number + " should; lines are missing",
                    null);
        }
        if (last != null && entry.monoNanos() < last.monoNanos()) {
            throw wrong(number, "\"mono\" is " + entry.monoNanos() + ", before the entry ahead of it", null);
        }
        last = entry;
        return entry;
    }

    private long line() {
        return last == null ? 1 : last.seq() + 1;
    }

    private DamagedLogException wrong(long line, String what, @Nullable NoEntryException cause) {
        return new DamagedLogException(file + ":" + line + ": " + what, cause);
    }
}
