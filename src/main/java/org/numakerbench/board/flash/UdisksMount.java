package org.numakerbench.board.flash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** {@code Mounted /dev/sdb at /media/me/NuMicro MCU}, with a full stop before udisks 2.9. */
    private static final Pattern MOUNTED = Pattern.compile("(?m)^Mounted .{1,200}? at (/.*?)\\.?$");

    private static final Pattern MOUNTED_ALREADY =
            Pattern.compile("is already mounted at [`']?(/.*?)'?\\.?$", Pattern.MULTILINE);

    private final String executable;
    private final Path device;

    /** @param device by a name that stays when the volume comes back: {@code /dev/disk/by-path/...} */
    UdisksMount(String executable, Path device) {
        this.executable = executable;
        this.device = device;
    }

    Path device() {
        return device;
    }

    /**
     * Mounts it, or finds it mounted.
     *
     * @return the mount point
     */
    Path mount(String driver, Consumer<Fact> record) throws DriverException, InterruptedException {
        List<String> command = List.of(executable, "mount", "--no-user-interaction", "-b", device.toString());
        Fact.ToolRan ran = ExternalProgram.run(Stage.FLASH, driver, command, TIMEOUT);
        record.accept(ran);
        String output = ran.output().utf8();
        for (Pattern said : List.of(MOUNTED, MOUNTED_ALREADY)) {
            Matcher matcher = said.matcher(output);
            if (matcher.find()) {
                return Path.of(matcher.group(1));
            }
        }
        if (output.contains("NotAuthorized")) {
            throw new DriverException(
                    FailureCode.VOLUME_DENIED,
                    "no right to mount " + device + " (udisks: not authorized)",
                    "allow org.freedesktop.udisks2.filesystem-mount to your group by a polkit rule, or add a line to"
                            + " /etc/fstab: " + device + " DIRECTORY vfat noauto,user,sync,flush 0 0");
        }
        ToolCheck.of(List.of("Mounted .* at /"), List.of(), true, ToolTroubles.NONE)
                .require(ran, TIMEOUT);
        throw new DriverException(
                FailureCode.VOLUME_MISSING, "udisks does not say where it mounted " + device, "mount it by hand");
    }
}
