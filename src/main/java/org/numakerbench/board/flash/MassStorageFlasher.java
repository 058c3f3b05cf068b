package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
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

/**
 * Copies the image to the adapter's volume, as a person would drag and drop it. The adapter programs without verifying,
 * detaches the disk, and leaves {@code FAIL.TXT} at most: that it is absent proves nothing, the boot banner will.
 */
public final class MassStorageFlasher implements Flasher {
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
        long deadline = started + timeout.toNanos();
        byte[] bytes = read(image);
        checkVolume();
        removeOldFailure();
        Path copy = volume.resolve(image.path().getFileName());
        try (WatchService watch = volume.getFileSystem().newWatchService()) {
            volume.register(watch, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_CREATE);
            copy(bytes, copy);
            if (Files.exists(copy)) {
                record.accept(ExternalProgram.run(
                        Stage.FLASH, name(), List.of("sync", "-f", volume.toString()), SYNC_TIMEOUT));
            }
            boolean taken = awaitTaken(watch, copy, deadline);
            Optional<String> fail = failText();
            if (fail.isPresent()) {
                throw new DriverException(
                        "the adapter refused " + image.path() + ": FAIL.TXT on " + volume + " says: " + fail.get(),
                        "check that the image is built for this target");
            }
            return new Fact.Flashed(
                    name(),
                    (taken
                                    ? "the volume took the file"
                                    : "the volume showed no reaction within " + timeout.toSeconds() + " s")
                            + ", no FAIL.TXT; the boot banner must prove it",
                    (System.nanoTime() - started) / 1_000_000);
        } catch (IOException failure) {
            throw new DriverException(
                    "cannot watch the volume " + volume + ": " + failure.getMessage(),
                    "check that the board's volume is mounted",
                    failure);
        }
    }

    /** A FAIL.TXT of an earlier attempt must not be taken for this one's. */
    private void removeOldFailure() throws DriverException {
        try (Stream<Path> files = Files.list(volume)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().equalsIgnoreCase("FAIL.TXT")) {
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

    private void checkVolume() throws DriverException {
        if (!Files.isDirectory(volume)) {
            throw new DriverException(
                    "the volume " + volume + " is not there",
                    "mount it (udisksctl mount -b /dev/disk/by-path/...), and check the adapter's switch MSG: ON");
        }
        String name = volume.getFileName().toString();
        if (name.startsWith("Nu-Link")) {
            throw new DriverException(
                    "the volume " + volume
                            + " is the adapter's own update disk: an image there would break the adapter",
                    "give the volume \"" + label + "\" in flash.volume");
        }
        String seen = MountedVolume.label(volume);
        if (seen != null && !seen.equals(label)) {
            throw new DriverException(
                    "the volume " + volume + " is called \"" + seen + "\", not \"" + label + "\"",
                    "correct flash.volume or flash.label in the profile");
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

    /** Until the file is gone, FAIL.TXT appears or the volume re-enumerates; false when nothing of it happened. */
    private boolean awaitTaken(WatchService watch, Path copy, long deadline) throws InterruptedException {
        while (Files.exists(copy) && failText().isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                WatchKey key = watch.poll(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            } catch (ClosedWatchServiceException unmounted) {
                return true;
            }
        }
        return true;
    }

    private Optional<String> failText() {
        try (Stream<Path> files = Files.list(volume)) {
            Path fail = files.filter(it -> it.getFileName().toString().equalsIgnoreCase("FAIL.TXT"))
                    .findFirst()
                    .orElse(null);
            return fail == null
                    ? Optional.empty()
                    : Optional.of(Files.readString(fail).strip());
        } catch (IOException unmounted) {
            return Optional.empty();
        }
    }
}
