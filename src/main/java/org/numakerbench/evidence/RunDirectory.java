package org.numakerbench.evidence;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run directory: written under a hidden name, and there under its own only when it is complete. Until then it belongs
 * to one bench, by a lock beside it ({@code .partial-<name>.lock}) that outlasts the log's: reports are still to be
 * written when the log is closed.
 */
public final class RunDirectory implements AutoCloseable {
    private static final String PARTIAL = ".partial-";
    /** Name of the log inside. */
    public static final String LOG = "evidence.jsonl";

    private final Path parent;
    private final String name;
    private final WriterLock lock;

    private RunDirectory(Path parent, String name, WriterLock lock) {
        this.parent = parent;
        this.name = name;
        this.lock = lock;
    }

    /**
     * Makes a directory for a new run below {@code parent}; a name that is taken gets a number.
     *
     * @param wanted may hold text from profiles; characters unfit for file names become {@code _}
     * @throws IOException with the cause in one line when it cannot be made
     */
    public static RunDirectory create(Path parent, String wanted) throws IOException {
        String clean = wanted.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
        try {
            Files.createDirectories(parent);
            for (int i = 1; ; i++) {
                RunDirectory made = createIfFree(parent, i == 1 ? clean : clean + "-" + i);
                if (made != null) {
                    return made;
                }
            }
        } catch (IOException failure) {
            throw new IOException("cannot make a run directory in " + parent + ": " + reason(failure), failure);
        }
    }

    /** The lock first: nobody else can complete a run of that name between the look and the making. */
    private static @Nullable RunDirectory createIfFree(Path parent, String name) throws IOException {
        WriterLock lock = lock(parent, name);
        if (lock == null) {
            return null;
        }
        RunDirectory directory = new RunDirectory(parent, name, lock);
        boolean made = false;
        try {
            if (Files.notExists(parent.resolve(name))) {
                Files.createDirectory(directory.path(), OwnersOnly.creatingDirectory(directory.path()));
                made = true;
            }
        } catch (FileAlreadyExistsException cutOff) {
            // An abandoned run has that name.
            made = false;
        } finally {
            if (!made) {
                lock.close();
            }
        }
        return made ? directory : null;
    }

    private static @Nullable WriterLock lock(Path parent, String name) throws IOException {
        return WriterLock.tryAcquire(parent.resolve(PARTIAL + name + ".lock"));
    }

    /** For people: Java's file exceptions have but a path for a message where the kind says the rest. */
    private static String reason(IOException failure) {
        if (failure instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it is not a directory";
        }
        return failure instanceof FileSystemException it && it.getReason() != null
                ? it.getReason()
                : failure.toString();
    }

    /**
     * Directories below {@code parent} whose run was cut off: its bench is gone. They are the caller's then, to
     * complete or to close; nobody else gets them meanwhile.
     */
    public static List<RunDirectory> abandoned(Path parent) throws IOException {
        List<RunDirectory> found = new ArrayList<>();
        for (Path partial : partial(parent)) {
            String name = partial.getFileName().toString().substring(PARTIAL.length());
            WriterLock lock = lock(parent, name);
            if (lock == null) {
                continue;
            }
            Path log = partial.resolve(LOG);
            // Looked at again under the lock: its bench may have completed it just now.
            if (Files.isRegularFile(log) && !EvidenceLog.isLive(log)) {
                found.add(new RunDirectory(parent, name, lock));
            } else {
                lock.close();
            }
        }
        return found;
    }

    private static List<Path> partial(Path parent) throws IOException {
        if (Files.notExists(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(it -> it.getFileName().toString().startsWith(PARTIAL))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    /** Where the run {@code name} below {@code parent} is written before it is complete. */
    public static Path partial(Path parent, String name) {
        return parent.resolve(PARTIAL + name);
    }

    /** Where to write now. */
    public Path path() {
        return partial(parent, name);
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
        close();
        return complete;
    }

    /** Lets go of it; if it is not complete, the next start finds it abandoned. Closing twice is harmless. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
