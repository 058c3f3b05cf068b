package org.numakerbench.scratch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The temporary files of this process, all in one {@link OwnedDirectory}. Nothing else in the program asks the system for
 * temporary files by itself, and libraries (native code that is unpacked to be loaded, caches) are led here as well.
 */
public final class Scratch {
    private static final String SYSTEM = "java.io.tmpdir";
    private static final Thread AT_EXIT = new Thread(Scratch::end, "scratch-end");

    private static @Nullable OwnedDirectory mine;
    private static @Nullable Path system;

    private Scratch() {}

    /**
     * To be called first of all in a process that is a bench's alone: takes away what killed ones left, and from now on
     * libraries find their temporary directory here. Where there is no room for one, all stays as it is: most commands
     * need none, and who does says so.
     */
    public static synchronized void begin() {
        try {
            String directory = own().path().toString();
            System.setProperty(SYSTEM, directory);
            // Its default is a directory in the user's home, which nobody clears.
            System.setProperty("jna.tmpdir", directory);
            Runtime.getRuntime().addShutdownHook(AT_EXIT);
        } catch (IOException noRoom) {
            mine = null;
        }
    }

    /** The command calls {@link #end} itself when it is told to stop: what it does until then still needs its files. */
    public static synchronized void isEndedByCommand() {
        Runtime.getRuntime().removeShutdownHook(AT_EXIT);
    }

    /** Takes everything away, at the very end; calling it twice is harmless. */
    public static synchronized void end() {
        OwnedDirectory ended = mine;
        mine = null;
        if (ended != null) {
            ended.close();
        }
    }

    /**
     * A new, empty directory for this user alone. It goes when it is closed, at the latest with this process.
     *
     * @param name short: sockets have paths of 100 bytes at the most
     * @throws IOException when the system's temporary directory has no room
     */
    public static synchronized ScratchDirectory directory(String name) throws IOException {
        return ScratchDirectory.in(own().path(), name);
    }

    /**
     * Lets {@code found} outlast this process, for people to look at.
     *
     * @return where it is now: below the system's temporary directory
     */
    public static synchronized Path keep(Path found, String name) throws IOException {
        Path kept = ScratchDirectory.in(system(), name + "-").path().resolve(found.getFileName());
        return Files.move(found, kept);
    }

    private static OwnedDirectory own() throws IOException {
        OwnedDirectory before = mine;
        // The system may have cleared its temporary directory below a bench that has run for weeks.
        if (before != null && Files.isDirectory(before.path())) {
            return before;
        }
        OwnedDirectory made = OwnedDirectory.in(system());
        mine = made;
        made.sweepBeside();
        return made;
    }

    private static Path system() {
        Path known = system;
        if (known == null) {
            known = Path.of(System.getProperty(SYSTEM)).toAbsolutePath();
            system = known;
        }
        return known;
    }
}
