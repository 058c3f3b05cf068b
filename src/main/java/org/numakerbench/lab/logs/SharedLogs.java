package org.numakerbench.lab.logs;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.lab.RunLogs;
import org.numakerbench.lab.store.LogParts;
import org.numakerbench.secret.GrowingRedaction;
import org.numakerbench.secret.KnownExpressions;

/** Logs that hosts have sent to their lab's database. */
public final class SharedLogs implements RunLogs {
    private final LogParts parts;

    public SharedLogs(LogParts parts) {
        this.parts = parts;
    }

    @Override
    public Optional<RunLog> open(String bench, String run, Runnable grown) throws IOException {
        // Listens first: what comes between a look and the listening would be missed.
        Closeable listening = parts.watch(bench, run, grown);
        Log log = new Log(bench, run, listening);
        if (parts.after(bench, run, -1).isEmpty()) {
            log.close();
            return Optional.empty();
        }
        return Optional.of(log);
    }

    private final class Log implements RunLog {
        private final String bench;
        private final String run;
        private final Closeable listening;
        /** Their hosts have hidden what is secret; whatever they say, no expression of theirs is used here. */
        private final GrowingRedaction redaction = new GrowingRedaction(KnownExpressions.none()::of);

        private int part;
        private long seq;
        private long monoNanos;
        private boolean complete;

        Log(String bench, String run, Closeable listening) {
            this.bench = bench;
            this.run = run;
            this.listening = listening;
        }

        @Override
        public List<EvidenceEntry> next() throws IOException {
            List<EvidenceEntry> more = new ArrayList<>();
            if (complete) {
                return more;
            }
            for (LogParts.Part each : parts.after(bench, run, part)) {
                for (EvidenceEntry entry : unpacked(each)) {
                    // The whole log says again what its parts have said.
                    if (entry.seq() > seq) {
                        if (entry.monoNanos() < monoNanos) {
                            throw new IOException("the shared log of " + bench + "/" + run + ": entry " + entry.seq()
                                    + " is before the one ahead of it");
                        }
                        monoNanos = entry.monoNanos();
                        more.add(entry);
                        seq = entry.seq();
                    }
                }
                part = Math.max(part, each.number());
                complete |= each.last();
            }
            if (!more.isEmpty() && more.get(0).fact() instanceof Fact.RunStarted it) {
                // A bench of before sent it, which hid less.
                KnownExpressions.none().require(it.context());
            }
            return redaction.accept(more, complete);
        }

        private List<EvidenceEntry> unpacked(LogParts.Part each) throws IOException {
            try {
                return PackedLog.unpack(each.gzip());
            } catch (IOException wrong) {
                throw new IOException(
                        "the shared log of " + bench + "/" + run + ", part " + each.number() + ": "
                                + wrong.getMessage(),
                        wrong);
            }
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
