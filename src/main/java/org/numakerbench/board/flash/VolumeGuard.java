package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.DriverException;
import org.numakerbench.model.FailureCode;

/** Nothing is copied before it says so: the volume is there, is the board's, and is not the adapter's own disk. */
final class VolumeGuard {
    private VolumeGuard() {}

    /**
     * Lets a volume pass that may be written to, and takes FAIL.TXT of an earlier attempt from it.
     *
     * @param label what it must be called, where its label can be read
     * @return what is mounted there; null for a plain directory
     */
    static @Nullable MountedVolume pass(Path volume, String label) throws DriverException {
        MountedVolume mounted = check(volume, label);
        removeOldFailure(volume);
        return mounted;
    }

    private static @Nullable MountedVolume check(Path volume, String label) throws DriverException {
        if (!Files.isDirectory(volume)) {
            MountedVolume closed = MountedVolume.at(volume);
            if (closed != null && !closed.isStale()) {
                throw anotherUsers(volume, closed, "look into " + nearestClosed(volume));
            }
            throw new DriverException(
                    FailureCode.VOLUME_MISSING,
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
                    FailureCode.VOLUME_MISSING,
                    "the volume " + volume + " is the mount of a disk that is gone (" + mounted.source() + ")",
                    "unmount it and mount the board's volume again");
        }
        String seen = mounted.label();
        if (seen != null) {
            refuseAdapterDisk(volume, seen);
            if (!seen.equalsIgnoreCase(label)) {
                throw new DriverException(
                        FailureCode.VOLUME_UNFIT,
                        "the volume " + volume + " is called \"" + seen + "\", not \"" + label + "\"",
                        "correct flash.volume or flash.label in the profile");
            }
        }
        refuseReadOnly(volume);
        if (!Files.isWritable(volume)) {
            throw anotherUsers(volume, mounted, "write to it");
        }
        return mounted;
    }

    private static DriverException anotherUsers(Path volume, MountedVolume mounted, String right) {
        return new DriverException(
                FailureCode.VOLUME_DENIED,
                "the volume " + volume + " (" + mounted.source() + ") is mounted by another user (user number "
                        + mounted.user() + "); " + System.getProperty("user.name") + " has no right to " + right,
                "unmount it as that user (udisksctl unmount -b " + mounted.source()
                        + "): the bench mounts it for itself;" + " or mount it with uid="
                        + System.getProperty("user.name"));
    }

    /** The directory on the way to it that this user may not enter, as /media/root is. */
    private static Path nearestClosed(Path volume) {
        for (Path above = volume.getParent(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above) && !Files.isExecutable(above)) {
                return above;
            }
        }
        return volume;
    }

    private static void refuseReadOnly(Path volume) throws DriverException {
        try {
            if (Files.getFileStore(volume).isReadOnly()) {
                throw new DriverException(
                        FailureCode.VOLUME_DENIED,
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
                    FailureCode.VOLUME_UNFIT,
                    "the volume " + volume
                            + " is the adapter's own update disk: an image there would break the adapter",
                    "give the volume \"NuMicro MCU\" in flash.volume");
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
                    FailureCode.VOLUME_DENIED,
                    "cannot clear the volume " + volume + ": " + VolumeCopy.reason(failure),
                    "check that the volume is mounted and writable",
                    failure);
        }
    }
}
