package org.numakerbench.usb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.numakerbench.sim.usb.UsbPort;

/** Mounts a port's disk by udisks each time udev has named it, as a desktop does. */
final class Automounter implements AutoCloseable {
    private static final int LOOK_MS = 10;

    private final Path disk;
    private final AtomicInteger mounts = new AtomicInteger();
    private final Thread thread = new Thread(this::watch, "automounter");
    private volatile boolean ended;

    Automounter(UsbPort port) {
        disk = Path.of("/dev/disk/by-path", port.idPath() + ":1.0-scsi-0:0:0:0");
        thread.start();
    }

    private void watch() {
        boolean mounted = false;
        try {
            while (!ended) {
                if (Files.notExists(disk)) {
                    mounted = false;
                } else if (!mounted) {
                    mounted = UsbLab.run("udisksctl", "mount", "--no-user-interaction", "-b", disk.toString())
                                    .code()
                            == 0;
                    mounts.addAndGet(mounted ? 1 : 0);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** How often it was the first to mount the disk. */
    int mounts() {
        return mounts.get();
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
    }
}
