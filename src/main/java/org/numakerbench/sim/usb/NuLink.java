package org.numakerbench.sim.usb;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.board.Chip;
import org.numakerbench.sim.board.FlashFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A debug adapter with its board behind one USB port: what is copied to its disk is programmed, what the board prints comes
 * out of its serial port. It is powered by USB: unplugged, the board is off. Safe for use by several threads.
 */
public final class NuLink implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(NuLink.class);
    private static final long QUIET_MS = 300;
    private static final long POWER_MS = 50;
    /** Behind a port that was just left the kernel still tidies up. */
    private static final long PORT_FREE_NANOS = 60_000_000_000L;

    private final NuLinkOptions options;
    private final SerialFunction serial;
    private final ScsiDisk disk;
    private final Chip chip;
    private final ScheduledExecutorService clock;
    private Taking taking = Taking.AFTER_LAST_WRITE;
    private boolean refusing;
    private long halfBytes = 512;
    private @Nullable UsbPort port;
    private @Nullable UsbIpConnection connection;
    private Future<?> next;
    private boolean busy;
    private boolean cut;
    private long written;
    private long firstWriteNanos;
    private byte @Nullable [] programmed;
    private int programmings;

    /** An adapter that is not plugged in yet. */
    public NuLink(NuLinkOptions options) {
        this.options = options;
        this.serial = new SerialFunction(options.takesBreak(), this::pressReset);
        this.disk = new ScsiDisk(this::written);
        this.chip = new Chip(options.name(), options.endpoint(), Optional.empty(), serial, options.baud());
        this.clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, options.name() + "-adapter");
            thread.setDaemon(true);
            return thread;
        });
        this.next = clock.submit(() -> {});
    }

    // --- the cable, the button, and what will go wrong ---

    /** Plugs it in: disk and serial port appear, and the board starts what is programmed. */
    public synchronized void plug(UsbPort into) throws IOException {
        if (connection != null) {
            throw new IOException(options.name() + " is plugged in already");
        }
        port = into;
        busy = false;
        insertFresh(Map.of());
        join();
        chip.reset();
    }

    /** From now on the hub's switch of this port counts, as long as it is plugged in: without power it is off the bus. */
    public void obeyPowerSwitch() {
        clock.scheduleWithFixedDelay(this::lookAtPower, 0, POWER_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void lookAtPower() {
        UsbPort where = port;
        try {
            boolean powered = where == null || where.isPowered();
            if (!powered && !cut) {
                cut = true;
                unplug();
                port = where;
            } else if (powered && cut) {
                cut = false;
                port = null;
                plug(Objects.requireNonNull(where));
            }
        } catch (IOException unknown) {
            LOG.warn("{}: {}", options.name(), unknown.getMessage());
        }
    }

    /** Pulls the plug, whatever is under way: what was being programmed is neither there nor not. */
    public synchronized void unplug() {
        next.cancel(false);
        leave();
        if (busy) {
            chip.erase();
        }
        busy = false;
        chip.cutPower();
        port = null;
    }

    /** The board's button. */
    public void pressReset() {
        chip.reset();
    }

    /** A byte of the board's comes without its stop bit, and the adapter tells the host. */
    public void disturbLine() {
        serial.framingError();
    }

    /** From now on the adapter hands the board's bytes over so much later. */
    public void delaySerial(Duration latency) {
        serial.setLatency(latency);
    }

    /** How the images from now on are taken. */
    public synchronized void take(Taking how) {
        taking = how;
    }

    /** From now on programming fails, and FAIL.TXT says so. */
    public synchronized void refuse(boolean refuses) {
        refusing = refuses;
    }

    /** With {@link Taking#HALF} and {@link Taking#DURING_FSYNC}: how many bytes of files make it leave. */
    public synchronized void leaveAfter(long bytes) {
        halfBytes = bytes;
    }

    // --- what a test asks ---

    /** The file that was programmed last, as far as it had come; null when none was. */
    public synchronized byte @Nullable [] programmed() {
        return programmed == null ? null : programmed.clone();
    }

    /** How many files were taken from the volume. */
    public synchronized int programmings() {
        return programmings;
    }

    /** True while a file is being programmed. */
    public synchronized boolean isProgramming() {
        return busy;
    }

    public synchronized boolean isOnTheBus() {
        return connection != null;
    }

    /** Bytes that the host has written to files since the volume was fresh. */
    public synchronized long writtenBytes() {
        return written;
    }

    /** When the first of them came, in {@link System#nanoTime}. */
    public synchronized long firstWriteNanos() {
        return firstWriteNanos;
    }

    /** All bytes that the board's UART was ever sent by the host. */
    public byte[] sentToBoard() {
        return serial.everFromHost();
    }

    /** How many of the board's bytes wait in the adapter for a program that opens the port. */
    public int heldBytes() {
        return serial.heldBytes();
    }

    /** True while a program has the serial port open. */
    public boolean isPortOpen() {
        return serial.isOpen();
    }

    // --- on and off the bus ---

    private void join() throws IOException {
        UsbPort where = port;
        if (where == null || connection != null) {
            return;
        }
        disk.powerOn();
        long deadline = System.nanoTime() + PORT_FREE_NANOS;
        while (true) {
            try {
                connection =
                        UsbIpConnection.plug(where, options.personality().speed(), new Functions(), options.name());
                return;
            } catch (IOException occupied) {
                if (System.nanoTime() > deadline) {
                    throw occupied;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private void leave() {
        UsbIpConnection leaving = connection;
        connection = null;
        if (leaving != null) {
            leaving.close();
        }
    }

    private void insertFresh(Map<String, byte[]> more) {
        disk.insert(freshVolume(more), options.readOnly());
        written = 0;
    }

    private byte[] freshVolume(Map<String, byte[]> more) {
        String code = Objects.requireNonNull(options.target().mbedCode());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(
                "MBED.HTM",
                ("<html><head><meta http-equiv=\"refresh\" content=\"0; url=http://mbed.org/start?auth=" + code
                                + "AAAAAAAAAAAAAAAAAAAA\"/></head></html>\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        files.putAll(more);
        return FatVolume.make(options.label(), options.sizeKib(), files);
    }

    // --- programming ---

    /** On the thread that serves the host, in the middle of its write. */
    private synchronized void written(int block) {
        if (connection == null || busy || taking == Taking.NEVER) {
            return;
        }
        if (block >= FatVolume.dataBlock()) {
            firstWriteNanos = written == 0 ? System.nanoTime() : firstWriteNanos;
            written += ScsiDisk.BLOCK_BYTES;
        }
        next.cancel(false);
        if (taking == Taking.HALF && written >= halfBytes) {
            leave();
            begin(new byte[0]);
        } else if (taking == Taking.DURING_FSYNC
                && written >= halfBytes
                && complete().isPresent()) {
            byte[] file = complete().get();
            leave();
            begin(file);
        } else {
            next = clock.schedule(this::quiet, QUIET_MS, TimeUnit.MILLISECONDS);
        }
    }

    private Optional<byte[]> complete() {
        byte[] blocks = disk.blocks();
        return blocks == null
                ? Optional.empty()
                : new FatVolume(blocks)
                        .image(Set.of())
                        .filter(FatVolume.Copy::hasAllItsBytes)
                        .map(FatVolume.Copy::content)
                        .filter(it -> taking != Taking.DURING_FSYNC || FlashFile.isComplete(it));
    }

    private synchronized void quiet() {
        Optional<byte[]> file = complete();
        if (connection == null || busy || file.isEmpty()) {
            return;
        }
        switch (taking) {
            case MEDIUM_CHANGE -> disk.insert(null, false);
            case BLOCKS_CHANGE, NEVER -> {}
            default -> leave();
        }
        if (taking == Taking.GONE) {
            port = null;
        }
        begin(file.get());
    }

    private void begin(byte[] file) {
        busy = true;
        chip.erase();
        Taking how = taking;
        next = clock.schedule(() -> end(file, how), options.programming().toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void end(byte[] file, Taking how) {
        if (!busy) {
            return;
        }
        busy = false;
        programmed = file;
        programmings++;
        // The adapter verifies nothing: half an image is programmed like any other.
        Optional<String> wrong = refusing
                ? Optional.of("Interface error: the target does not answer")
                : FlashFile.program(chip, options.target(), file);
        Map<String, byte[]> fail = wrong.filter(it -> refusing || how != Taking.HALF)
                .map(it -> Map.of("FAIL.TXT", (it + "\r\n").getBytes(StandardCharsets.US_ASCII)))
                .orElse(Map.of());
        try {
            if (how == Taking.BLOCKS_CHANGE) {
                disk.replace(freshVolume(fail));
            } else {
                insertFresh(fail);
                join();
            }
        } catch (IOException notBack) {
            LOG.warn("{} does not come back: {}", options.name(), notBack.getMessage());
        }
        chip.bootProgrammed();
    }

    /** For good. */
    @Override
    public void close() {
        synchronized (this) {
            next.cancel(false);
            leave();
        }
        clock.shutdownNow();
        chip.powerOff();
    }

    /** The interfaces behind the endpoints. */
    private final class Functions implements UsbIpConnection.Device {
        private static final int GET_DESCRIPTOR = 6;
        private final DiskFunction storage = new DiskFunction(disk);
        private final Personality personality = options.personality();

        @Override
        public void submit(Urb urb) {
            int endpoint = urb.endpoint();
            if (endpoint == 0) {
                control(urb);
            } else if (personality.hasDisk() && endpoint == personality.diskEndpoint()) {
                storage.in(urb);
            } else if (personality.hasDisk() && endpoint == personality.diskEndpoint() + 1) {
                storage.out(urb);
            } else if (endpoint == 3) {
                serial.in(urb);
            } else if (endpoint == 4) {
                serial.out(urb);
            } else if (endpoint == 5) {
                serial.event(urb);
            }
            // Nothing ever happens on the others: who asks, waits.
        }

        private void control(Urb urb) {
            int type = urb.setup(0) & 0x60;
            if (type == 0x20) {
                if (urb.setup(4) == 1) {
                    serial.control(urb);
                } else if (personality.hasDisk() && urb.setup(4) == personality.diskInterface()) {
                    storage.control(urb);
                } else {
                    urb.taken();
                }
            } else if (urb.setup(1) == GET_DESCRIPTOR) {
                descriptor(urb);
            } else if (urb.isIn()) {
                urb.answer(new byte[2]);
            } else {
                urb.taken();
            }
        }

        private void descriptor(Urb urb) {
            byte[] wanted = switch (urb.setup(3)) {
                case 1 -> personality.device();
                case 2 -> personality.configuration(options.takesBreak());
                case 3 -> personality.text(urb.setup(2));
                default -> null;
            };
            if (wanted == null) {
                urb.stall();
            } else {
                urb.answer(wanted);
            }
        }

        @Override
        public void unlinked(Urb urb) {
            storage.unlinked(urb);
            serial.unlinked(urb);
        }

        @Override
        public void gone() {
            storage.reset();
            serial.gone();
        }
    }
}
