package org.numakerbench.lab.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceTail;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.lab.RunLogs;
import org.numakerbench.secret.GrowingRedaction;
import org.numakerbench.secret.KnownExpressions;

/** Logs in a directory of run directories; the kernel tells when one grows. */
public final class LocalLogs implements RunLogs, Closeable {
    private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]*";

    private final Path runs;
    private final WatchService files;
    private final Map<WatchKey, Set<Log>> watched = new ConcurrentHashMap<>();
    private final WatchKey all;

    /** @param runs directory of run directories; made if it is missing */
    public LocalLogs(Path runs) throws IOException {
        this.runs = Files.createDirectories(runs).toRealPath();
        this.files = FileSystems.getDefault().newWatchService();
        // A run becomes complete by being renamed.
        this.all = this.runs.register(files, StandardWatchEventKinds.ENTRY_CREATE);
        Thread thread = new Thread(this::watch, "local-logs");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Optional<RunLog> open(String bench, String run, Runnable grown) throws IOException {
        if (!run.matches(NAME)) {
            return Optional.empty();
        }
        Path complete = runs.resolve(run);
        Optional<RunLog> log = openIn(complete, complete, bench, grown);
        if (log.isEmpty()) {
            log = openIn(RunDirectory.partial(runs, run), complete, bench, grown);
        }
        // It may have been renamed between the two looks.
        return log.isPresent() ? log : openIn(complete, complete, bench, grown);
    }

    private Optional<RunLog> openIn(Path directory, Path complete, String bench, Runnable grown) throws IOException {
        // Other things lie beside the runs, and links may lead anywhere.
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        EvidenceTail tail;
        try {
            tail = new EvidenceTail(directory.resolve(RunDirectory.LOG));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        Log log = new Log(bench, complete, tail, grown);
        try {
            if (!directory.equals(complete)) {
                log.watch(directory);
            }
            return Optional.of(log);
        } catch (NoSuchFileException renamed) {
            log.close();
            return Optional.empty();
        } catch (IOException failure) {
            log.close();
            throw failure;
        }
    }

    private void watch() {
        try {
            while (true) {
                WatchKey key = files.take();
                key.pollEvents();
                key.reset();
                if (key.equals(all)) {
                    watched.values().forEach(logs -> logs.forEach(Log::tell));
                } else {
                    watched.getOrDefault(key, Set.of()).forEach(Log::tell);
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private final class Log implements RunLog {
        private final String bench;
        private final Path completeDirectory;
        private final EvidenceTail tail;
        private final Runnable grown;
        private final KnownExpressions known = KnownExpressions.in(runs);
        private final GrowingRedaction redaction = new GrowingRedaction(known::of);
        private boolean complete;
        private boolean begun;
        private boolean foreign;

        Log(String bench, Path completeDirectory, EvidenceTail tail, Runnable grown) {
            this.bench = bench;
            this.completeDirectory = completeDirectory;
            this.tail = tail;
            this.grown = grown;
        }

        void watch(Path directory) throws IOException {
            WatchKey key = directory.register(files, StandardWatchEventKinds.ENTRY_MODIFY);
            watched.computeIfAbsent(key, it -> ConcurrentHashMap.newKeySet()).add(this);
        }

        void tell() {
            grown.run();
        }

        @Override
        public List<EvidenceEntry> next() throws IOException {
            if (complete || foreign) {
                return List.of();
            }
            // The name first: what is in the file then is all there will ever be.
            boolean ended = Files.isDirectory(completeDirectory);
            List<EvidenceEntry> more = tail.next();
            if (!begun && !more.isEmpty()) {
                begun = true;
                foreign = !(more.get(0).fact() instanceof Fact.RunStarted it)
                        || !it.context().bench().equals(bench);
                if (foreign) {
                    complete = true;
                    return List.of();
                }
                known.require(((Fact.RunStarted) more.get(0).fact()).context());
            }
            complete = ended;
            return redaction.accept(more, ended);
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public void close() throws IOException {
            watched.forEach((key, logs) -> {
                if (logs.remove(this) && logs.isEmpty()) {
                    watched.remove(key);
                    key.cancel();
                }
            });
            tail.close();
        }
    }
}
