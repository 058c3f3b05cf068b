package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    private final Path volume;
    private final String label;
    private final Duration timeout;

    MassStorageFlasher(Path volume, String label, Duration timeout) {
        this.volume = volume;
        this.label = label;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "mass-storage";
    }

    @Override
    public Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException {
        long started = System.nanoTime();
        byte[] bytes = read(image);
        MountedVolume mounted = checkVolume();
        removeOldFailure();
        Path copy = volume.resolve(image.path().getFileName());
        try (WatchService watch = volume.getFileSystem().newWatchService()) {
            volume.register(watch, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_CREATE);
            copy(bytes, copy);
            if (Files.exists(copy)) {
                record.accept(ExternalProgram.run(
                        Stage.FLASH, name(), List.of("sync", "-f", volume.toString()), SYNC_TIMEOUT));
            }
            Reaction reaction = awaitReaction(watch, mounted, copy, started + timeout.toNanos());
            Optional<String> fail = FailText.on(volume);
            if (fail.isPresent()) {
                throw new DriverException(
                        "the adapter refused " + image.path() + ": FAIL.TXT on " + volume + " says: " + fail.get(),
                        "check that the image is built for this target");
            }
            if (mounted == null && MountedVolume.canTell() && reaction != Reaction.TOOK_FILE) {
                throw notMounted(copy);
            }
            String proof = proof(reaction) + "; the boot banner must prove it";
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
    private DriverException notMounted(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException left) {
            LOG.warn("{} stays behind: {}", copy, left.toString());
        }
        return new DriverException(
                "nothing took the image from " + volume + " within " + timeout.toMillis()
                        + " ms; no volume is mounted there",
                "mount the board's volume (udisksctl mount -b /dev/disk/by-path/...)");
    }

    /** A FAIL.TXT of an earlier attempt must not be taken for this one's. */
    private void removeOldFailure() throws DriverException {
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

    private byte[] read(Image image) throws DriverException {
        try {
            byte[] bytes = Files.readAllBytes(image.path());
            long room = image.manifest().target().flashBytes();
            boolean hex = image.path().toString().endsWith(".hex");
            if (bytes.length == 0 || !hex && bytes.length > room) {
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

    /** @return what is mounted there; null for a plain directory */
    private @Nullable MountedVolume checkVolume() throws DriverException {
        if (!Files.isDirectory(volume)) {
            throw new DriverException(
                    "the volume " + volume + " is not there",
                    "mount it (udisksctl mount -b /dev/disk/by-path/...), and check the adapter's switch MSG: ON");
        }
        refuseAdapterDisk(String.valueOf(volume.getFileName()));
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
            refuseAdapterDisk(seen);
            if (!seen.equalsIgnoreCase(label)) {
                throw new DriverException(
                        "the volume " + volume + " is called \"" + seen + "\", not \"" + label + "\"",
                        "correct flash.volume or flash.label in the profile");
            }
        }
        return mounted;
    }

    /** Whatever the profile says: an image copied there breaks the adapter. */
    private void refuseAdapterDisk(String name) throws DriverException {
        if (name.toLowerCase(Locale.ROOT).startsWith("nu-link")) {
            throw new DriverException(
                    "the volume " + volume
                            + " is the adapter's own update disk: an image there would break the adapter",
                    "give the volume \"NuMicro MCU\" in flash.volume");
        }
    }

    private void copy(byte[] bytes, Path copy) throws DriverException {
        int written = 0;
        try (FileChannel channel = FileChannel.open(
                copy, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                written += channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException failure) {
            // The adapter may detach the disk in the middle of the last write: normal once all bytes were written.
            if (written < bytes.length) {
                throw new DriverException(
                        "copying to " + volume + " failed after " + written + " of " + bytes.length + " bytes: "
                                + reason(failure),
                        "check that the volume is writable, has room, and stays mounted",
                        failure);
            }
        }
    }

    private static @Nullable String reason(IOException failure) {
        return failure instanceof java.nio.file.FileSystemException it && it.getReason() != null
                ? it.getReason()
                : failure.toString();
    }

    /**
     * Until the file is gone, FAIL.TXT appears, or the volume has gone and come back: only then a FAIL.TXT of a real
     * adapter can be seen.
     */
    private Reaction awaitReaction(WatchService watch, @Nullable MountedVolume mounted, Path copy, long deadline)
            throws InterruptedException {
        Reaction reaction = Reaction.NONE;
        while (true) {
            // In this order: what a volume shows that went away in between is not taken for its answer.
            boolean took = Files.notExists(copy) || FailText.on(volume).isPresent();
            MountedVolume now = MountedVolume.at(volume);
            if (mounted != null && (now == null || now.isStale())) {
                reaction = Reaction.STAYED_AWAY;
            } else if (mounted != null && !mounted.equals(now)) {
                return Reaction.CAME_BACK;
            } else if (took && Files.isDirectory(volume)) {
                return Reaction.TOOK_FILE;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return reaction;
            }
            WatchKey key = watch.poll(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
            if (key != null) {
                key.pollEvents();
                key.reset();
            }
        }
    }
}
