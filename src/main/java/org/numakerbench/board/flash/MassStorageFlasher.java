package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Stage;
import org.numakerbench.firmware.Image;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the image to the adapter's volume, as a person would drag and drop it. The adapter programs without verifying,
 * detaches the disk, and leaves {@code FAIL.TXT} at most: that it is absent proves nothing, the boot banner will.
 */
public final class MassStorageFlasher implements Flasher {
    private static final Logger LOG = LoggerFactory.getLogger(MassStorageFlasher.class);
    private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(60);
    /** A volume that shows no reaction may be an adapter that re-mounts unseen. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private static final int PIECE_BYTES = 64 * 1024;

    private final @Nullable Path point;
    private final @Nullable UdisksMount mount;
    private final String label;
    private final Duration timeout;
    private final IntConsumer written;

    public MassStorageFlasher(Path volume, String label, Duration timeout) {
        this(volume, null, label, timeout, total -> {});
    }

    /**
     * For a host where nothing mounts the volume by itself.
     *
     * @param volume where it is mounted when somebody else does so; null: only here
     * @param mount mounts it before the copy, and again when it has come back
     */
    MassStorageFlasher(@Nullable Path volume, UdisksMount mount, String label, Duration timeout) {
        this(volume, mount, label, timeout, total -> {});
    }

    /** @param written told after each piece how many bytes the volume has taken */
    MassStorageFlasher(
            @Nullable Path volume, @Nullable UdisksMount mount, String label, Duration timeout, IntConsumer written) {
        this.point = volume;
        this.mount = mount;
        this.label = label;
        this.timeout = timeout;
        this.written = written;
    }

    @Override
    public String name() {
        return "mass-storage";
    }

    @Override
    public Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException {
        long started = System.nanoTime();
        byte[] bytes = read(image);
        Path volume = volume(record);
        MountedVolume mounted = check(volume);
        removeOldFailure(volume);
        Path copy = volume.resolve(image.path().getFileName());
        try (WatchService watch = volume.getFileSystem().newWatchService()) {
            volume.register(watch, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_CREATE);
            IOException lastWrite = copy(bytes, copy);
            if (Files.exists(copy)) {
                record.accept(ExternalProgram.run(
                        Stage.FLASH, name(), List.of("sync", "-f", volume.toString()), SYNC_TIMEOUT));
            }
            Answer answer = awaitAnswer(watch, new Place(volume, mounted), copy, started + timeout.toNanos(), record);
            Optional<String> fail = FailText.on(answer.volume);
            if (fail.isPresent()) {
                throw new DriverException(
                        "the adapter refused " + image.path() + ": FAIL.TXT on " + answer.volume + " says: "
                                + fail.get(),
                        "check that the image is built for this target");
            }
            if (lastWrite != null && answer.reaction == Reaction.NONE) {
                throw new DriverException(
                        "writing the last of " + bytes.length + " bytes to " + volume
                                + " failed, and the volume stayed: " + reason(lastWrite),
                        "re-plug the board, and flash again",
                        lastWrite);
            }
            if (mounted == null && MountedVolume.canTell() && answer.reaction != Reaction.TOOK_FILE) {
                throw notMounted(volume, copy);
            }
            String proof = proof(answer.reaction) + "; the boot banner must prove it";
            return new Fact.Flashed(name(), proof, (System.nanoTime() - started) / 1_000_000);
        } catch (IOException failure) {
            throw new DriverException(
                    "cannot watch the volume " + volume + ": " + failure.getMessage(),
                    "check that the board's volume is mounted",
                    failure);
        }
    }

    /** What the volume did with the file. */
    private enum Reaction {
        TOOK_FILE,
        CAME_BACK,
        STAYED_AWAY,
        NONE
    }

    /** @param volume where it is now: a volume that came back may be mounted elsewhere */
    private record Answer(Reaction reaction, Path volume) {}

    /** @param mounted null for a plain directory */
    private record Place(Path volume, @Nullable MountedVolume mounted) {}

    private String proof(Reaction reaction) {
        return switch (reaction) {
            case TOOK_FILE -> "the volume took the file, no FAIL.TXT";
            case CAME_BACK -> "the volume took the file and came back without FAIL.TXT";
            case STAYED_AWAY ->
                "the volume took the file and did not come back within " + timeout.toMillis()
                        + " ms, so that nobody could look for FAIL.TXT";
            case NONE -> "the volume showed no reaction within " + timeout.toMillis() + " ms, no FAIL.TXT";
        };
    }

    /** A directory that is no mount point is a virtual board's, which takes every file; so nobody is behind this one. */
    private DriverException notMounted(Path volume, Path copy) {
        remove(copy);
        return new DriverException(
                "nothing took the image from " + volume + " within " + timeout.toMillis()
                        + " ms; no volume is mounted there",
                "mount the board's volume (udisksctl mount -b /dev/disk/by-path/...)");
    }

    private static void remove(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException left) {
            LOG.warn("{} stays behind: {}", copy, left.toString());
        }
    }

    /** A FAIL.TXT of an earlier attempt must not be taken for this one's. */
    private static void removeOldFailure(Path volume) throws DriverException {
        try (Stream<Path> files = Files.list(volume)) {
            for (Path file : files.toList()) {
                if (FailText.isName(file)) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw new DriverException(
                    "cannot clear the volume " + volume + ": " + reason(failure),
                    "check that the volume is mounted and writable",
                    failure);
        }
    }

    private static byte[] read(Image image) throws DriverException {
        try {
            byte[] bytes = Files.readAllBytes(image.path());
            long room = image.manifest().target().flashBytes();
            if (bytes.length == 0 || !ImageContent.isHex(image.path()) && bytes.length > room) {
                throw new DriverException(
                        image.path() + " has " + bytes.length + " bytes; the target's flash holds 1 to " + room,
                        "choose the right image");
            }
            return bytes;
        } catch (IOException failure) {
            throw new DriverException(
                    "cannot read the image " + image.path() + ": " + failure.getMessage(), "restore it", failure);
        }
    }

    /** Where the volume is, mounted here when nobody else did. */
    private Path volume(Consumer<Fact> record) throws DriverException, InterruptedException {
        if (mount == null) {
            return Objects.requireNonNull(point);
        }
        MountedVolume there = point == null ? null : MountedVolume.at(point);
        if (point != null && there != null && !there.isStale()) {
            return point;
        }
        if (Files.notExists(mount.device())) {
            throw new DriverException(
                    "the board's disk " + mount.device() + " is not there",
                    "plug the board in, and check the adapter's switch MSG: ON");
        }
        return mount.mount(name(), record);
    }

    /** @return what is mounted there; null for a plain directory */
    private @Nullable MountedVolume check(Path volume) throws DriverException {
        if (!Files.isDirectory(volume)) {
            throw new DriverException(
                    "the volume " + volume + " is not there",
                    "mount it (udisksctl mount -b /dev/disk/by-path/...), and check the adapter's switch MSG: ON");
        }
        refuseAdapterDisk(volume, String.valueOf(volume.getFileName()));
        MountedVolume mounted = MountedVolume.at(volume);
        if (mounted == null) {
            return null;
        }
        if (mounted.isStale()) {
            throw new DriverException(
                    "the volume " + volume + " is the mount of a disk that is gone (" + mounted.source() + ")",
                    "unmount it and mount the board's volume again");
        }
        String seen = mounted.label();
        if (seen != null) {
            refuseAdapterDisk(volume, seen);
            if (!seen.equalsIgnoreCase(label)) {
                throw new DriverException(
                        "the volume " + volume + " is called \"" + seen + "\", not \"" + label + "\"",
                        "correct flash.volume or flash.label in the profile");
            }
        }
        refuseReadOnly(volume);
        return mounted;
    }

    private static void refuseReadOnly(Path volume) throws DriverException {
        try {
            if (Files.getFileStore(volume).isReadOnly()) {
                throw new DriverException(
                        "cannot write to the volume " + volume + ": it is mounted read-only (Read-only file system)",
                        "re-plug the board, or mount it again for writing: the system makes a volume with errors"
                                + " read-only");
            }
        } catch (IOException notTold) {
            // The copy will tell.
        }
    }

    /** Whatever the profile says: an image copied there breaks the adapter. */
    private static void refuseAdapterDisk(Path volume, String name) throws DriverException {
        if (name.toLowerCase(Locale.ROOT).startsWith("nu-link")) {
            throw new DriverException(
                    "the volume " + volume
                            + " is the adapter's own update disk: an image there would break the adapter",
                    "give the volume \"NuMicro MCU\" in flash.volume");
        }
    }

    /**
     * @return the failure that came after all bytes were written: the adapter may detach the disk in the middle of the
     *     last write, so that it is no failure if the volume goes; null when there was none
     */
    private @Nullable IOException copy(byte[] bytes, Path copy) throws DriverException {
        int total = 0;
        try (FileChannel channel = FileChannel.open(
                copy, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (total < bytes.length) {
                total += channel.write(ByteBuffer.wrap(bytes, total, Math.min(PIECE_BYTES, bytes.length - total)));
                written.accept(total);
            }
            channel.force(true);
            return null;
        } catch (IOException failure) {
            String full = full(failure, copy, bytes.length - total);
            if (total < bytes.length || full != null) {
                remove(copy);
                throw new DriverException(
                        "copying to " + copy.getParent() + " failed after " + total + " of " + bytes.length + " bytes: "
                                + reason(failure) + (full == null ? "" : full),
                        full == null
                                ? "check that the volume is writable and stays mounted, then flash again"
                                : "remove files from the volume, or re-plug the board",
                        failure);
            }
            return failure;
        }
    }

    /** The volume's sizes when it is full; by the sizes too, because not every file system says ENOSPC. */
    private static @Nullable String full(IOException failure, Path copy, int missing) {
        try {
            FileStore store = Files.getFileStore(Objects.requireNonNull(copy.getParent()));
            long free = store.getUsableSpace();
            if (free >= missing && !String.valueOf(failure.getMessage()).contains("No space left")) {
                return null;
            }
            return " (the volume is full: " + store.getTotalSpace() + " bytes in all, " + free
                    + " free beside what was copied)";
        } catch (IOException gone) {
            return null;
        }
    }

    private static @Nullable String reason(IOException failure) {
        return failure instanceof FileSystemException it && it.getReason() != null
                ? it.getReason()
                : failure.toString();
    }

    /**
     * Until the file is gone, FAIL.TXT appears, or the volume has gone and come back: only then a FAIL.TXT of a real
     * adapter can be seen.
     */
    private Answer awaitAnswer(WatchService watch, Place before, Path copy, long deadline, Consumer<Fact> record)
            throws InterruptedException {
        Path volume = before.volume;
        MountedVolume mounted = before.mounted;
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
            WatchKey key = watch.poll(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
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
            Path again = mount.mount(name(), facts::add);
            facts.forEach(record);
            return Optional.of(again);
        } catch (DriverException notYet) {
            LOG.debug("{} is back, but not ready: {}", mount.device(), notYet.getMessage());
            return Optional.empty();
        }
    }
}
