package org.numakerbench.board.flash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.board.ToolCheck;
import org.numakerbench.board.ToolTroubles;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Stage;

/** Mounts a board's volume where nothing does so by itself (no desktop), through udisks: no root is needed for it. */
final class UdisksMount {
    /** The program of udisks. */
    static final String UDISKS = "udisksctl";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** An adapter that went away in the middle of an access holds udisks up for all others, as long as the kernel waits for it. */
    private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(120);
    /** {@code Mounted /dev/sdb at /media/me/NuMicro MCU}, with a full stop before udisks 2.9. */
    private static final Pattern MOUNTED = Pattern.compile("(?m)^Mounted .{1,200}? at (/.*?)\\.?$");

    private static final Pattern MOUNTED_ALREADY =
            Pattern.compile("is already mounted at [`']?(/.*?)'?\\.?$", Pattern.MULTILINE);

    /** The names of udisks' D-Bus errors, which the program prints. */
    private static final String DENIED = "NotAuthorized";

    private static final String BUSY = "DeviceBusy";
    /** The second is what udisks has of the unmount itself, when somebody else was faster. */
    private static final List<String> NOT_MOUNTED = List.of("NotMounted", ": not mounted");

    /**
     * What the program says, and D-Bus for it, of a disk that udisks does not know; and the mount itself, of one that udisks does not know
     * to be gone.
     */
    private static final List<String> UNKNOWN =
            List.of("Error looking up object", "UnknownMethod", "UnknownObject", ": special device ");

    /** Two volumes with one label were mounted at the same moment: udisks chose one directory for both. */
    private static final List<String> TAKEN = List.of("Error creating mount point ", "File exists");

    /** What the program says when udisks, held up by another disk, has not answered for 25 s. */
    private static final String UNANSWERED = "Timeout was reached";

    /** A disk whose medium changes is a new one to udisks, which looks into it first: seconds, on a busy host. */
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(15);

    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final String executable;
    private final Path device;
    private final Duration knownWithin;

    /** @param device by a name that stays when the volume comes back: {@code /dev/disk/by-path/...} */
    UdisksMount(String executable, Path device) {
        this(executable, device, KNOWN_WITHIN);
    }

    /** @param knownWithin how long udisks may take to know a disk that the kernel has */
    UdisksMount(String executable, Path device, Duration knownWithin) {
        this.executable = executable;
        this.device = device;
        this.knownWithin = knownWithin;
    }

    /** For a disk that somebody else has mounted; empty where no name of it stays. */
    static Optional<UdisksMount> of(UsbDisk disk) {
        return disk.stable().map(it -> new UdisksMount(UDISKS, it));
    }

    Path device() {
        return device;
    }

    /**
     * The same, of a disk that may just have been plugged in, or got another medium: udev has named it before udisks knows it.
     *
     * @return the mount point
     */
    Path mountOnceKnown(String driver, Consumer<Fact> record) throws DriverException, InterruptedException {
        long began = System.nanoTime();
        Fact.ToolRan ran = asked(driver, FIRST_TIMEOUT);
        while ((isUnknown(ran) || isTaken(ran)) && System.nanoTime() - began < knownWithin.toNanos()
                || isUnanswered(ran) && System.nanoTime() - began < FIRST_TIMEOUT.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(ASK_AGAIN.toNanos());
            ran = asked(driver, FIRST_TIMEOUT);
        }
        return mounted(ran, FIRST_TIMEOUT, record);
    }

    /**
     * Mounts it, or finds it mounted.
     *
     * @return the mount point
     */
    Path mount(String driver, Consumer<Fact> record) throws DriverException, InterruptedException {
        return mounted(asked(driver, TIMEOUT), TIMEOUT, record);
    }

    private Fact.ToolRan asked(String driver, Duration timeout) throws DriverException, InterruptedException {
        List<String> command = List.of(executable, "mount", "--no-user-interaction", "-b", device.toString());
        return ExternalProgram.run(Stage.FLASH, driver, command, timeout);
    }

    private static boolean isUnanswered(Fact.ToolRan ran) {
        return ran.output().utf8().contains(UNANSWERED);
    }

    private static boolean isTaken(Fact.ToolRan ran) {
        String output = ran.output().utf8();
        return TAKEN.stream().allMatch(output::contains);
    }

    private static boolean isUnknown(Fact.ToolRan ran) {
        String output = ran.output().utf8();
        return UNKNOWN.stream().anyMatch(output::contains);
    }

    private Path mounted(Fact.ToolRan ran, Duration timeout, Consumer<Fact> record) throws DriverException {
        record.accept(ran);
        String output = ran.output().utf8();
        for (Pattern said : List.of(MOUNTED, MOUNTED_ALREADY)) {
            Matcher matcher = said.matcher(output);
            if (matcher.find()) {
                return Path.of(matcher.group(1));
            }
        }
        if (output.contains(DENIED)) {
            throw new DriverException(
                    FailureCode.VOLUME_DENIED,
                    "the volume " + device + " is not mounted, and this user has no right to mount it (udisks: not"
                            + " authorized for org.freedesktop.udisks2.filesystem-mount)",
                    "allow org.freedesktop.udisks2.filesystem-mount to your group by a polkit rule"
                            + " (scripts/polkit), or add a line to /etc/fstab: " + device
                            + " DIRECTORY vfat noauto,user,sync,flush 0 0");
        }
        if (isUnknown(ran)) {
            throw new DriverException(
                    FailureCode.VOLUME_MISSING,
                    "udisks does not know the disk " + device + ": "
                            + output.lines().findFirst().orElse("").strip(),
                    "plug the board in again; if that does not help, restart udisks (systemctl restart udisks2)");
        }
        ToolCheck.of(List.of("Mounted .* at /"), List.of(), true, ToolTroubles.NONE)
                .require(ran, timeout);
        throw new DriverException(
                FailureCode.VOLUME_MISSING, "udisks does not say where it mounted " + device, "mount it by hand");
    }

    /**
     * Takes the mount away.
     *
     * @throws DriverException when it stays: another user's, or in use
     */
    void unmount(String driver, Consumer<Fact> record) throws DriverException, InterruptedException {
        List<String> command = List.of(executable, "unmount", "--no-user-interaction", "-b", device.toString());
        Fact.ToolRan ran = ExternalProgram.run(Stage.FLASH, driver, command, TIMEOUT);
        record.accept(ran);
        String output = ran.output().utf8();
        Integer code = ran.exitCode();
        if (code != null && code == 0 || NOT_MOUNTED.stream().anyMatch(output::contains)) {
            return;
        }
        if (output.contains(DENIED)) {
            throw new DriverException(
                    FailureCode.VOLUME_DENIED,
                    "the volume " + device + " was mounted by another user, and this one has no right to unmount it"
                            + " (udisks: not authorized for org.freedesktop.udisks2.filesystem-unmount-others)",
                    "unmount it (as that user: udisksctl unmount -b " + device + "), so that the bench mounts it");
        }
        if (output.contains(BUSY)) {
            throw new DriverException(
                    FailureCode.VOLUME_DENIED,
                    "the volume " + device + " is in use, so that it cannot be mounted anew",
                    "close the file manager or shell that is in it (fuser -vm " + device + ")");
        }
        ToolCheck.of(List.of(), List.of(), true, ToolTroubles.NONE).require(ran, TIMEOUT);
    }
}
