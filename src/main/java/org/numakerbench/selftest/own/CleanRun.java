package org.numakerbench.selftest.own;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.lab.logs.PackedLog;

/**
 * The log of a clean run of the example firmware on a virtual board, both tests. Recorded once: how busy the host is today says
 * nothing of a description.
 */
public final class CleanRun {
    private static final String LOG = "clean-run.jsonl.gz";

    private CleanRun() {}

    /** Its entries, in order. */
    public static List<EvidenceEntry> entries() throws IOException {
        try (InputStream packed = Objects.requireNonNull(CleanRun.class.getResourceAsStream(LOG))) {
            return PackedLog.unpack(packed.readAllBytes());
        }
    }
}
