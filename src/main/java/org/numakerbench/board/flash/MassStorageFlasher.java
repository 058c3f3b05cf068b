package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.board.flash.RemountWatch.Answer;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Stage;

/**
 * Copies the image to the adapter's volume, as a person would drag and drop it. The adapter programs without verifying,
 * detaches the disk, and leaves {@code FAIL.TXT} at most: that it is absent proves nothing, the boot banner will.
 */
public final class MassStorageFlasher implements Flasher {
    private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration NAMED_ANEW = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final @Nullable Path point;
    private final @Nullable UdisksMount mount;
    private final @Nullable Path usbDevice;
    private final String label;
    private final Duration timeout;
    private final IntConsumer written;

    public MassStorageFlasher(Path volume, String label, Duration timeout) {
        this(volume, null, null, label, timeout, total -> {});
    }

    /**
     * For a host where nothing mounts the volume by itself.
     *
     * @param volume where it is mounted when somebody else does so; null: only here
     * @param mount mounts it before the copy, and again when it has come back
     * @param usbDevice whose volume it must be, by its directory in sysfs: all boards' volumes have one name, and where one was
     *     mounted another may be by now; null: nobody knows
     */
    MassStorageFlasher(
            @Nullable Path volume, UdisksMount mount, @Nullable Path usbDevice, String label, Duration timeout) {
        this(volume, mount, usbDevice, label, timeout, total -> {});
    }

    /** @param written told after each piece how many bytes the volume has taken */
    MassStorageFlasher(
            @Nullable Path volume,
            @Nullable UdisksMount mount,
            @Nullable Path usbDevice,
            String label,
            Duration timeout,
            IntConsumer written) {
        this.point = volume;
        this.mount = mount;
        this.usbDevice = usbDevice;
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
        MountedVolume mounted = VolumeGuard.pass(volume, label);
        Path copy = volume.resolve(image.path().getFileName());
        UdisksMount again = mount != null ? mount : behind(mounted);
        try (RemountWatch watch = new RemountWatch(volume, mounted, again, name())) {
            IOException lastWrite = VolumeCopy.write(bytes, copy, () -> isInPlace(copy, mounted), written);
            if (Files.exists(copy)) {
                record.accept(ExternalProgram.run(
                        Stage.FLASH, name(), List.of("sync", "-f", volume.toString()), SYNC_TIMEOUT));
            }
            Answer answer = watch.await(image.path().getFileName(), started + timeout.toNanos(), record);
            // Where it was, another board's volume may be by now.
            Optional<String> fail = answer.reaction() == RemountWatch.Reaction.STAYED_AWAY
                    ? Optional.empty()
                    : FailText.on(answer.volume());
            if (fail.isPresent()) {
                throw new DriverException(
                        FailureCode.FLASH_FAILED,
                        "the adapter refused " + image.path() + ": FAIL.TXT on " + answer.volume() + " says: "
                                + fail.get(),
                        "check that the image is built for this target");
            }
            String proof = switch (answer.reaction()) {
                case TOOK_FILE -> "the volume took every byte of the file, no FAIL.TXT";
                case CAME_BACK -> "the volume took every byte of the file and came back without FAIL.TXT";
                case STAYED_AWAY -> throw stayedAway(volume, answer);
                case NONE -> {
                    if (mounted == null && MountedVolume.canTell()) {
                        throw notMounted(volume, copy);
                    }
                    throw noReaction(volume, bytes.length, lastWrite, answer);
                }
            };
            return new Fact.Flashed(
                    name(), proof + "; the boot banner must prove it", (System.nanoTime() - started) / 1_000_000);
        } catch (IOException failure) {
            throw new DriverException(
                    FailureCode.VOLUME_MISSING,
                    "cannot watch the volume " + volume + ": " + failure.getMessage(),
                    "check that the board's volume is mounted",
                    failure);
        }
    }

    /** Between the look at a volume and the opening of a file on it another board's may have taken its place. */
    private boolean isInPlace(Path copy, @Nullable MountedVolume mounted) {
        return mounted == null || mounted.holds(copy) && isTheBoards(mounted);
    }

    /** Where nobody knows whose it must be, any volume is. */
    private boolean isTheBoards(@Nullable MountedVolume there) {
        UsbDisk disk = usbDevice == null || there == null ? null : UsbDisk.behind(there);
        return usbDevice == null || disk != null && disk.isOf(usbDevice);
    }

    private static @Nullable UdisksMount behind(@Nullable MountedVolume mounted) {
        UsbDisk disk = mounted == null ? null : UsbDisk.behind(mounted);
        return disk == null ? null : UdisksMount.of(disk).orElse(null);
    }

    private DriverException stayedAway(Path volume, Answer answer) {
        return new DriverException(
                FailureCode.FLASH_FAILED,
                "the volume " + volume + " took every byte, and was not back within " + timeout.toMillis()
                        + " ms, so that nobody could look for FAIL.TXT" + because(answer),
                answer.obstacle()
                        .map(DriverException::remedy)
                        .orElse("plug the board in again, and flash again; where nobody mounts its volume, install"
                                + " udisks2"));
    }

    private DriverException noReaction(Path volume, int bytes, @Nullable IOException lastWrite, Answer answer) {
        String remedy = answer.obstacle()
                .map(DriverException::remedy)
                .orElse("plug the board in again, and flash again; if programming takes longer, raise flash.timeout");
        return lastWrite != null
                ? new DriverException(
                        FailureCode.FLASH_FAILED,
                        "writing the last of " + bytes + " bytes to " + volume + " failed, and the volume stayed: "
                                + VolumeCopy.reason(lastWrite),
                        remedy,
                        lastWrite)
                : new DriverException(
                        FailureCode.FLASH_FAILED,
                        "the volume " + volume + " took every byte and showed no reaction within " + timeout.toMillis()
                                + " ms, no FAIL.TXT" + because(answer),
                        remedy);
    }

    private static String because(Answer answer) {
        return answer.obstacle().map(it -> "; " + it.getMessage()).orElse("");
    }

    /** A directory that is no mount point is a virtual board's, which takes every file; so nobody is behind this one. */
    private DriverException notMounted(Path volume, Path copy) {
        VolumeCopy.remove(copy);
        return new DriverException(
                FailureCode.FLASH_FAILED,
                "nothing took the image from " + volume + " within " + timeout.toMillis()
                        + " ms; no volume is mounted there",
                "mount the board's volume (udisksctl mount -b /dev/disk/by-path/...)");
    }

    private static byte[] read(Image image) throws DriverException {
        try {
            byte[] bytes = Files.readAllBytes(image.path());
            long room = image.manifest().target().flashBytes().orElse(Long.MAX_VALUE);
            if (bytes.length == 0 || !ImageContent.isHex(image.path()) && bytes.length > room) {
                throw new DriverException(
                        FailureCode.IMAGE_UNFIT,
                        image.path() + " has " + bytes.length + " bytes; the target's flash holds 1 to " + room,
                        "choose the right image");
            }
            return bytes;
        } catch (IOException failure) {
            throw new DriverException(
                    FailureCode.IMAGE_UNAVAILABLE,
                    "cannot read the image " + image.path() + ": " + failure.getMessage(),
                    "restore it",
                    failure);
        }
    }

    /** Where the volume is, mounted here when nobody else did. */
    private Path volume(Consumer<Fact> record) throws DriverException, InterruptedException {
        if (mount == null) {
            return Objects.requireNonNull(point);
        }
        MountedVolume there = point == null ? null : MountedVolume.at(point);
        if (point != null && there != null && !there.isStale() && isTheBoards(there)) {
            return point;
        }
        if (Files.notExists(mount.device())) {
            throw new DriverException(
                    FailureCode.VOLUME_MISSING,
                    "the board's disk " + mount.device() + " is not there",
                    "plug the board in, and check the adapter's switch MSG: ON");
        }
        long deadline = System.nanoTime() + NAMED_ANEW.toNanos();
        Path mounted = mount.mountOnceKnown(name(), record);
        // Another board's disk may have had the name that udev still gives to this one's.
        while (!isTheBoards(MountedVolume.at(mounted)) && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            mounted = mount.mountOnceKnown(name(), record);
        }
        return mounted;
    }
}
