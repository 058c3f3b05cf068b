package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.DriverException;
import org.numakerbench.evidence.Fact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees what a volume does with an image: takes it, goes and comes back, stays away, or nothing. */
final class RemountWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemountWatch.class);
    /** A volume that shows no reaction may be an adapter that re-mounts unseen. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final Path volume;
    private final @Nullable MountedVolume mounted;
    private final @Nullable UdisksMount mount;
    private final String driver;
    private final WatchService events;

    /** What the volume did with the file. */
    enum Reaction {
        TOOK_FILE,
        CAME_BACK,
        STAYED_AWAY,
        NONE
    }

    /** @param volume where it is now: a volume that came back may be mounted elsewhere */
    record Answer(Reaction reaction, Path volume) {}

    /**
     * Begins to watch, before the copy.
     *
     * @param mounted null for a plain directory
     * @param mount mounts the volume again when it has come back; null: somebody else does
     * @param driver in whose name udisks is called
     */
    RemountWatch(Path volume, @Nullable MountedVolume mounted, @Nullable UdisksMount mount, String driver)
            throws IOException {
        this.volume = volume;
        this.mounted = mounted;
        this.mount = mount;
        this.driver = driver;
        this.events = volume.getFileSystem().newWatchService();
        try {
            volume.register(events, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_CREATE);
        } catch (IOException refused) {
            events.close();
            throw refused;
        }
    }

    /**
     * Until the file is gone, FAIL.TXT appears, or the volume has gone and come back: only then a FAIL.TXT of a real
     * adapter can be seen.
     *
     * @param copy of the image, on the volume
     * @param deadline in {@link System#nanoTime}
     * @param record takes what udisks did
     */
    Answer await(Path copy, long deadline, Consumer<Fact> record) throws InterruptedException {
        boolean away = false;
        while (true) {
            // In this order: what a volume shows that went away in between is not taken for its answer.
            boolean took = Files.notExists(copy) || hasFailed(volume);
            MountedVolume now = MountedVolume.at(volume);
            if (mounted != null && (now == null || now.isStale())) {
                away = true;
                Optional<Path> again = mountAgain(record);
                if (again.isPresent()) {
                    return new Answer(Reaction.CAME_BACK, again.get());
                }
            } else if (mounted != null && (away || !mounted.equals(now))) {
                // The system gives the numbers of an earlier mount again: equal ones do not mean that it stayed.
                return new Answer(Reaction.CAME_BACK, volume);
            } else if (took && Files.isDirectory(volume)) {
                return new Answer(Reaction.TOOK_FILE, volume);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return new Answer(away ? Reaction.STAYED_AWAY : Reaction.NONE, volume);
            }
            WatchKey key = events.poll(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
            if (key != null) {
                key.pollEvents();
                // A watch ends with the mount: it went, even if it is back by now.
                away |= !key.reset() && mounted != null;
            }
        }
    }

    /** One that is still empty is being written. */
    private static boolean hasFailed(Path volume) {
        return FailText.on(volume).filter(text -> !text.isEmpty()).isPresent();
    }

    /** Where it was mounted again; empty when the disk is still away, or not ready. */
    private Optional<Path> mountAgain(Consumer<Fact> record) throws InterruptedException {
        if (mount == null || Files.notExists(mount.device())) {
            return Optional.empty();
        }
        List<Fact> facts = new ArrayList<>();
        try {
            Path again = mount.mount(driver, facts::add);
            facts.forEach(record);
            return Optional.of(again);
        } catch (DriverException notYet) {
            LOG.debug("{} is back, but not ready: {}", mount.device(), notYet.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
