package org.numakerbench.evidence;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A run directory: written under a hidden name, and there under its own only when it is complete. */
public final class RunDirectory {
    private static final String PARTIAL = ".partial-";
    /** Name of the log inside. */
    public static final String LOG = "evidence.jsonl";

    private final Path parent;
    private final String name;

    private RunDirectory(Path parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    /**
     * Makes a directory for a new run below {@code parent}; a name that is taken gets a number.
     *
     * @param wanted may hold text from profiles; characters unfit for file names become {@code _}
     */
    public static RunDirectory create(Path parent, String wanted) throws IOException {
        Files.createDirectories(parent);
        String clean = wanted.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
        for (int i = 1; ; i++) {
            String name = i == 1 ? clean : clean + "-" + i;
            RunDirectory directory = new RunDirectory(parent, name);
            if (Files.exists(parent.resolve(name))) {
                continue;
            }
            try {
                Files.createDirectory(directory.path());
                return directory;
            } catch (FileAlreadyExistsException taken) {
                // the next number
            }
        }
    }

    /** Directories below {@code parent} whose run was cut off: nobody writes their log any more. */
    public static List<RunDirectory> abandoned(Path parent) throws IOException {
        List<RunDirectory> found = new ArrayList<>();
        try (Stream<Path> children = Files.list(parent)) {
            for (Path child : children.sorted().toList()) {
                String name = child.getFileName().toString();
                Path log = child.resolve(LOG);
                if (name.startsWith(PARTIAL) && Files.isRegularFile(log) && !EvidenceLog.isLive(log)) {
                    found.add(new RunDirectory(parent, name.substring(PARTIAL.length())));
                }
            }
        }
        return found;
    }

    /** Where to write now. */
    public Path path() {
        return parent.resolve(PARTIAL + name);
    }

    /** The name it will have. */
    public String name() {
        return name;
    }

    /** Gives it its name, in one step that survives a power cut. */
    public Path complete() throws IOException {
        Path complete = parent.resolve(name);
        Files.move(path(), complete);
        try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
            directory.force(true);
        }
        return complete;
    }
}
