package org.numakerbench.evidence;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a log while it is being written, each byte once. The log may be moved meanwhile, as it is when its run becomes
 * complete. Reading never disturbs the writer.
 */
public final class EvidenceTail implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final LogLines lines;
    private final InputStream in;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** @throws IOException when there is no such file, or it may not be read */
    public EvidenceTail(Path file) throws IOException {
        this.lines = new LogLines(file);
        this.in = Files.newInputStream(file);
    }

    /**
     * Whole entries that have come since the last call; empty when none has.
     *
     * @throws IOException when the file cannot be read, or a whole line is no entry
     */
    public List<EvidenceEntry> next() throws IOException {
        List<EvidenceEntry> entries = new ArrayList<>();
        for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
            int from = 0;
            for (int at = 0; at < count; at++) {
                if (buffer[at] == '\n') {
                    unfinished.write(buffer, from, at - from);
                    entries.add(lines.next(unfinished.toByteArray()));
                    unfinished.reset();
                    from = at + 1;
                }
            }
            unfinished.write(buffer, from, count - from);
            lines.checkLength(unfinished.size());
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
