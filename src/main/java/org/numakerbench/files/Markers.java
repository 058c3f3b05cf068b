package org.numakerbench.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Names that survive a kill: a directory with an empty file for each. */
public final class Markers {
    private final Path directory;

    /** @param directory made with the first marker */
    public Markers(Path directory) {
        this.directory = directory;
    }

    /** Adds a name, on the disk when this returns; one that is there stays. */
    public void add(String name) throws IOException {
        DurableDirectory.create(directory);
        Path marker = directory.resolve(name);
        if (Files.notExists(marker)) {
            Files.createFile(marker);
        }
        DurableDirectory.sync(directory);
    }

    /** Takes a name away; a power cut may bring it back. */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    /** All names, sorted. */
    public List<String> all() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> markers = Files.list(directory)) {
            return markers.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }
}
