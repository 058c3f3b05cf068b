package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.DriverException;
import org.numakerbench.evidence.Fact;

/** Sees what a volume does with an image: takes it, goes and comes back, stays away, or nothing. */
final class RemountWatch implements AutoCloseable {
    /** A volume that shows no reaction may be an adapter that re-mounts unseen. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final @Nullable FreshLook fresh;
    /** What was mounted; null when it is no USB disk. */
    private final @Nullable UsbDisk disk;

    private Path volume;
    private @Nullable MountedVolume mounted;
    private WatchService events;
    /** What was mounted is there no more, though another may have its numbers. */
    private boolean ended;

    /** What the volume did with the file. */
    enum Reaction {
        TOOK_FILE,
        CAME_BACK,
        STAYED_AWAY,
        NONE
    }

    /**
     * @param volume where it is now: a volume that came back may be mounted elsewhere
     * @param obstacle why nobody could look at the volume as it is now, if that was tried
     */
    record Answer(Reaction reaction, Path volume, Optional<DriverException> obstacle) {}

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
        this.disk = mounted == null ? null : UsbDisk.behind(mounted);
        this.fresh = mount == null ? null : new FreshLook(mount, disk, driver);
        this.events = watch(volume);
    }

    private static WatchService watch(Path volume) throws IOException {
        WatchService events = volume.getFileSystem().newWatchService();
        try {
            volume.register(events, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_CREATE);
            return events;
        } catch (IOException refused) {
            events.close();
            throw refused;
        }
    }

    /**
     * Until FAIL.TXT appears, the volume has gone and come back, or the file is gone from it: only then a FAIL.TXT of a real
     * adapter can be seen.
     *
     * <p>A disk that stays while its content changes is not believed as it is mounted: what it showed once is kept in memory.
     * It is mounted anew, and looked at.
     *
     * @param name of the copy of the image, on the volume
     * @param deadline in {@link System#nanoTime}
     * @param record takes what udisks did
     */
    Answer await(Path name, long deadline, Consumer<Fact> record) throws InterruptedException, IOException {
        boolean away = false;
        while (true) {
            // In this order: what a volume shows that went away in between is not taken for its answer.
            boolean fails = hasFailed(volume);
            boolean gone = Files.notExists(volume.resolve(name));
            MountedVolume before = mounted;
            MountedVolume there = MountedVolume.at(volume);
            MountedVolume now = own(there);
            boolean readable = before == null || now != null;
            boolean failed = fails && readable;
            boolean took = gone && readable;
            if (before != null && fresh != null && fresh.stayed()) {
                if (failed) {
                    return answer(Reaction.TOOK_FILE, volume);
                }
                Optional<Path> anew = now == null || before.equals(now)
                        ? fresh.remount(now != null, took, record)
                        // Somebody was faster.
                        : Optional.of(volume);
                if (anew.filter(it -> isOfTheBoard(MountedVolume.at(it))).isPresent()) {
                    if (hasFailed(anew.get()) || Files.notExists(anew.get().resolve(name))) {
                        return answer(Reaction.CAME_BACK, anew.get());
                    }
                    follow(anew.get());
                }
            } else if (before != null && (now == null || now.isStale())) {
                away = true;
                Optional<Path> again = fresh == null ? Optional.empty() : fresh.mount(before.equals(there), record);
                // A name of a disk may lead to the next one for a moment.
                if (again.filter(it -> isOfTheBoard(MountedVolume.at(it))).isPresent()) {
                    return answer(Reaction.CAME_BACK, again.get());
                }
            } else if (before != null && (away || !before.equals(now))) {
                // The system gives the numbers of an earlier mount again: equal ones do not mean that it stayed.
                return answer(Reaction.CAME_BACK, volume);
            } else if (failed || took && Files.isDirectory(volume)) {
                return answer(Reaction.TOOK_FILE, volume);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return answer(away ? Reaction.STAYED_AWAY : Reaction.NONE, volume);
            }
            WatchKey key = events.poll(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
            if (key != null) {
                key.pollEvents();
                // A watch ends with the mount: it went, even if it is back by now.
                ended |= !key.reset();
                away |= ended && mounted != null && (fresh == null || !fresh.stayed());
            }
        }
    }

    /**
     * A mount, if it is the board's, and not that of a disk that is gone. Its path goes to another board's disk as soon as this one has left;
     * its number goes to the next disk, also while the mount still shows what was there before.
     */
    private @Nullable MountedVolume own(@Nullable MountedVolume now) {
        boolean outlived = now != null && disk != null && now.equals(mounted) && !disk.isPlugged() && !ended;
        return now != null && isOfTheBoard(now) && !outlived ? now : null;
    }

    private boolean isOfTheBoard(@Nullable MountedVolume now) {
        UsbDisk there = now == null ? null : UsbDisk.behind(now);
        return disk == null || there != null && there.place().equals(disk.place());
    }

    private Answer answer(Reaction reaction, Path where) {
        return new Answer(reaction, where, fresh == null ? Optional.empty() : fresh.obstacle());
    }

    /** The same volume under another mount. */
    private void follow(Path there) throws IOException {
        events.close();
        events = watch(there);
        ended = false;
        volume = there;
        mounted = MountedVolume.at(there);
    }

    /** One that is still empty is being written. */
    private static boolean hasFailed(Path volume) {
        return FailText.on(volume).filter(text -> !text.isEmpty()).isPresent();
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
