package org.numakerbench.selftest.own;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.scratch.Scratch;
import org.numakerbench.scratch.ScratchDirectory;

/**
 * The log of a clean run of the example firmware on a virtual board, both tests. Recorded once: how busy the host is today says
 * nothing of a description.
 */
public final class CleanRun {
    private static final String LOG = "clean-run.jsonl.gz";

    private CleanRun() {}

    /** Its entries, in order. */
    public static List<EvidenceEntry> entries() throws IOException {
        try (ScratchDirectory scratch = Scratch.directory("selftest");
                InputStream packed = Objects.requireNonNull(CleanRun.class.getResourceAsStream(LOG));
                InputStream log = new GZIPInputStream(packed)) {
            Path file = scratch.path().resolve("evidence.jsonl");
            Files.copy(log, file);
            return EvidenceReader.readAll(file);
        }
    }
}
