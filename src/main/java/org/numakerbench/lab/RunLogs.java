package org.numakerbench.lab;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.numakerbench.evidence.EvidenceEntry;

/**
 * Evidence logs of runs, finished or growing, wherever a lab keeps them. Secrets are hidden in what comes out; the UART is
 * told line by line, because half a secret cannot be recognised.
 */
public interface RunLogs {
    /**
     * Opens the log of one run.
     *
     * @param run name of the run directory; may come from anybody
     * @param grown called, on any thread, whenever there may be more to read; must not block
     * @return empty when there is no such run
     */
    Optional<RunLog> open(String bench, String run, Runnable grown) throws IOException;

    /** One log, read from its beginning; one thread at a time. */
    interface RunLog extends Closeable {
        /**
         * What has come since the last call, in order; empty when nothing has.
         *
         * @throws IOException when the log cannot be read, or is damaged
         */
        List<EvidenceEntry> next() throws IOException;

        /** Whether {@link #next} has returned the last entry there will ever be. */
        boolean isComplete();
    }
}
