package org.numakerbench.crosscheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.RunDirectory;

/** Evidence logs that are kept packed. */
public final class PackedLog {
    /** Of the published firmware, compiled for a board model and run as ARM code; each is named after what happened. */
    public static final Path REAL_FIRMWARE = Path.of("src/test/resources/real-firmware");

    private PackedLog() {}

    /** Unpacks {@code name} into an empty run directory below {@code scratch}. */
    public static Path runDirectory(Path scratch, Path logs, String name) {
        Path directory = scratch.resolve(name);
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(logs.resolve(name + ".jsonl.gz")))) {
            Files.createDirectories(directory);
            Files.copy(packed, directory.resolve(RunDirectory.LOG), StandardCopyOption.REPLACE_EXISTING);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All entries of {@code name}. */
    public static List<EvidenceEntry> entries(Path scratch, Path logs, String name) {
        try {
            return EvidenceReader.readAll(runDirectory(scratch, logs, name).resolve(RunDirectory.LOG));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
