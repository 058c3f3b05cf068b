package org.numakerbench.crosscheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;

/** Logs of real runs of the whole bench, among the test resources. */
final class RecordedRun {
    static final Path RUNS = Path.of("src/test/resources/recorded-runs");

    private static final Map<String, List<EvidenceEntry>> READ = new ConcurrentHashMap<>();

    private RecordedRun() {}

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(RUNS)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsonl.gz"))
                    .map(name -> name.substring(0, name.length() - ".jsonl.gz".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Its whole log, which is read once. */
    static List<EvidenceEntry> entries(String name) {
        return READ.computeIfAbsent(name, RecordedRun::read);
    }

    private static List<EvidenceEntry> read(String name) {
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(RUNS.resolve(name + ".jsonl.gz")))) {
            Path log = Files.createTempFile(name, ".jsonl");
            try {
                Files.copy(packed, log, StandardCopyOption.REPLACE_EXISTING);
                return EvidenceReader.readAll(log);
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
