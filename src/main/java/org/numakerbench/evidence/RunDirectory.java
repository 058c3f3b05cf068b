package org.numakerbench.evidence;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.files.FileFailure;
import org.numakerbench.files.OwnersOnly;

/**
 * A run directory: it appears under a hidden name with the first entry of its log, and has its own only when it is
 * complete. Until then it belongs to one bench, by a lock beside it ({@code .partial-<name>.lock}) that outlasts the log's:
 * reports are still to be written when the log is closed.
 */
public final class RunDirectory implements AutoCloseable {
    private static final String PARTIAL = ".partial-";
    private static final String NEW = ".new-";
    private static final String DAMAGED = ".damaged-";
    private static final String LOCK = ".lock";
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
     * Takes a name for a new run below {@code parent}; one that is taken gets a number. There is no directory yet.
     *
     * @param wanted may hold text from profiles; characters unfit for file names become {@code _}
     * @throws IOException with the cause in one line when it cannot be made
     */
    public static RunDirectory create(Path parent, String wanted) throws IOException {
        String clean = wanted.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
        try {
            DurableDirectory.create(parent);
            for (int i = 1; ; i++) {
                RunDirectory made = createIfFree(parent, i == 1 ? clean : clean + "-" + i);
                if (made != null) {
                    return made;
                }
            }
        } catch (IOException failure) {
            throw new IOException(
                    "cannot make a run directory in " + parent + ": " + FileFailure.words(failure), failure);
        }
    }

    /** The lock first: nobody else can complete a run of that name between the look and the making. */
    private static @Nullable RunDirectory createIfFree(Path parent, String name) throws IOException {
        WriterLock lock = lock(parent, name);
        if (lock == null) {
            return null;
        }
        // An abandoned run may have that name too.
        if (Files.notExists(parent.resolve(name)) && Files.notExists(partial(parent, name))) {
            return new RunDirectory(parent, name, lock);
        }
        lock.close();
        return null;
    }

    /**
     * Makes the directory: whenever it is seen, these entries are in its log.
     *
     * @param entries the first, or all of a run that happened elsewhere
     */
    public void begin(List<EvidenceEntry> entries) throws IOException {
        Path fresh = parent.resolve(NEW + name);
        try {
            DurableDirectory.deleteTree(fresh);
            Files.createDirectory(fresh, OwnersOnly.creatingDirectory(fresh));
            EvidenceLog.write(fresh.resolve(LOG), entries);
            DurableDirectory.sync(fresh);
            DurableDirectory.move(fresh, path());
        } catch (IOException failure) {
            throw new IOException(
                    "cannot make a run directory in " + parent + ": " + FileFailure.words(failure), failure);
        }
    }

    private static @Nullable WriterLock lock(Path parent, String name) throws IOException {
        return WriterLock.tryAcquire(parent.resolve(PARTIAL + name + LOCK));
    }

    /**
     * Directories below {@code parent} whose run was cut off: its bench is gone. They are the caller's then, to
     * complete, to set aside or to close; nobody else gets them meanwhile. What is left of runs that had not begun goes.
     *
     * @param notices told of each that cannot be taken now, in a sentence
     */
    public static List<RunDirectory> abandoned(Path parent, Consumer<String> notices) throws IOException {
        List<RunDirectory> found = new ArrayList<>();
        for (String name : begun(parent)) {
            try {
                RunDirectory directory = take(parent, name);
                if (directory != null) {
                    found.add(directory);
                }
            } catch (IOException failure) {
                notices.accept("run " + name + " was cut off and stays as it is: " + FileFailure.words(failure));
            }
        }
        return found;
    }

    /** Null when its bench is at it, or there is no such directory any more. */
    private static @Nullable RunDirectory take(Path parent, String name) throws IOException {
        WriterLock lock = lock(parent, name);
        if (lock == null) {
            return null;
        }
        boolean taken = false;
        try {
            DurableDirectory.deleteTree(parent.resolve(NEW + name));
            Path directory = partial(parent, name);
            // Looked at again under the lock: its bench may have completed it just now.
            taken = Files.isDirectory(directory) && !EvidenceLog.isLive(directory.resolve(LOG));
            return taken ? new RunDirectory(parent, name, lock) : null;
        } finally {
            if (!taken) {
                lock.close();
            }
        }
    }

    /** Names of runs of which there is something that is not complete: a directory, or its lock. */
    private static SortedSet<String> begun(Path parent) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        if (Files.notExists(parent)) {
            return names;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
            for (Path child : children) {
                String file = child.getFileName().toString();
                boolean directory = Files.isDirectory(child);
                if (directory && file.startsWith(PARTIAL)) {
                    names.add(file.substring(PARTIAL.length()));
                } else if (directory && file.startsWith(NEW)) {
                    names.add(file.substring(NEW.length()));
                } else if (file.startsWith(PARTIAL) && file.endsWith(LOCK)) {
                    names.add(file.substring(PARTIAL.length(), file.length() - LOCK.length()));
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return names;
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

    /** Gives it its name, in one step that survives a power cut. What is in it must be synced. */
    public Path complete() throws IOException {
        return rename(parent.resolve(name));
    }

    /** Takes it out of the way, as it is: nobody completes it any more. */
    public Path setAside() throws IOException {
        Path aside = parent.resolve(DAMAGED + name);
        for (int i = 2; Files.exists(aside); i++) {
            aside = parent.resolve(DAMAGED + name + "-" + i);
        }
        return rename(aside);
    }

    private Path rename(Path other) throws IOException {
        // Its owner closed the log; the lock's file is still there if it could not be deleted then.
        Files.deleteIfExists(path().resolve(LOG + LOCK));
        DurableDirectory.sync(path());
        DurableDirectory.move(path(), other);
        close();
        return other;
    }

    /** Lets go of it; if it is not complete, the next start finds it abandoned. Closing twice is harmless. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
