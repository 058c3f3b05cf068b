package org.numakerbench.board.flash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.DriverException;
import org.numakerbench.evidence.Fact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts a volume so that it is seen as it is now: one that has come back, and one whose disk never left. While a disk is
 * mounted the system shows what it once read from it, whatever the adapter does to the medium or its blocks.
 */
final class FreshLook {
    private static final Logger LOG = LoggerFactory.getLogger(FreshLook.class);
    /** An adapter that waits until the host is quiet must not be kept waiting: each unmount writes to it. */
    private static final Duration FIRST = Duration.ofSeconds(3);

    private static final Duration EAGER = Duration.ofMillis(500);

    private final UdisksMount mount;
    private final String driver;
    private final @Nullable UsbDisk disk;
    private final String medium;
    private Duration pause = FIRST;
    private long last = System.nanoTime();
    private @Nullable DriverException obstacle;

    /**
     * @param disk what is mounted; null when it is no USB disk
     * @param driver in whose name udisks is called
     */
    FreshLook(UdisksMount mount, @Nullable UsbDisk disk, String driver) {
        this.mount = mount;
        this.disk = disk;
        this.medium = disk == null ? "" : disk.medium();
        this.driver = driver;
    }

    /** Why the last attempt failed; empty when it did not. */
    Optional<DriverException> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /** Whether the very disk that was mounted is still plugged in. */
    boolean stayed() {
        return disk != null && disk.isPlugged();
    }

    /**
     * Mounts what has come back; empty when it is still away, or not ready.
     *
     * @param outlived whether the mount of the disk that left is still there: udisks takes it for that of the new one
     */
    Optional<Path> mount(boolean outlived, Consumer<Fact> record) throws InterruptedException {
        return Files.exists(mount.device()) && isDue(EAGER) ? attempted(outlived, record) : Optional.empty();
    }

    /**
     * Mounts a disk that stayed anew, when it is time to.
     *
     * @param mounted whether it is mounted
     * @param took whether the image is not seen on it any more
     * @return where it is mounted now; empty when it was not time, or not possible
     */
    Optional<Path> remount(boolean mounted, boolean took, Consumer<Fact> record) throws InterruptedException {
        UsbDisk there = disk;
        if (there == null || !there.hasMedium()) {
            return Optional.empty();
        }
        boolean changed = took || !mounted || !there.medium().equals(medium);
        if (!isDue(changed ? EAGER : pause)) {
            return Optional.empty();
        }
        pause = changed ? pause : pause.multipliedBy(2);
        return attempted(mounted, record);
    }

    private boolean isDue(Duration after) {
        return System.nanoTime() - last >= after.toNanos();
    }

    /** What udisks did is on record when it worked: there may be many attempts. */
    private Optional<Path> attempted(boolean unmountFirst, Consumer<Fact> record) throws InterruptedException {
        List<Fact> facts = new ArrayList<>();
        try {
            if (unmountFirst) {
                mount.unmount(driver, facts::add);
            }
            Path again = mount.mount(driver, facts::add);
            facts.forEach(record);
            obstacle = null;
            return Optional.of(again);
        } catch (DriverException notYet) {
            LOG.debug("{} is not ready: {}", mount.device(), notYet.getMessage());
            obstacle = notYet;
            return Optional.empty();
        } finally {
            last = System.nanoTime();
        }
    }
}
