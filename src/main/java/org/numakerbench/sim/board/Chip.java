package org.numakerbench.sim.board;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.sim.board.image.Faults;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.board.program.Endpoint;
import org.numakerbench.sim.board.program.Firmware;
import org.numakerbench.sim.board.program.Wireless;
import org.numakerbench.sim.board.wire.HaltLine;
import org.numakerbench.sim.board.wire.Halted;
import org.numakerbench.sim.board.wire.SerialLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The microcontroller: what is programmed into it, and the one program that runs. The content survives a reset. */
public final class Chip {
    private static final Logger LOG = LoggerFactory.getLogger(Chip.class);
    /** A stopped program ends at its next byte; one in a name lookup is left behind, and cannot print any more. */
    private static final long STOP_MILLIS = 80;

    /**
     * Programming stops the clock of the Ethernet PHY, and its link is negotiated again. Without that a board without a pace
     * would be through with its test before anybody could reset it, as no real one is.
     */
    private static final Duration LINK_AFTER_PROGRAMMING = Duration.ofMillis(400);

    private final String name;
    private final Endpoint endpoint;
    private final Optional<Wireless> wireless;
    private final SerialLine port;
    private final int baud;

    private @Nullable VirtualImage content;
    private @Nullable Program running;
    private boolean off;
    private long boots;

    /** A boot in progress. */
    private record Program(Thread thread, HaltLine halt) {}

    /**
     * A chip with nothing programmed.
     *
     * @param name for threads and logs
     * @param wireless its Wi-Fi module; empty: it has Ethernet
     * @param baud pace of the UART in bits a second; 0: as fast as it goes
     */
    public Chip(String name, Endpoint endpoint, Optional<Wireless> wireless, SerialLine port, int baud) {
        this.name = name;
        this.endpoint = endpoint;
        this.wireless = wireless;
        this.port = port;
        this.baud = baud;
    }

    /** Stops what runs and erases the flash: until {@link #program} nothing boots. */
    public synchronized void erase() {
        stop();
        content = null;
    }

    synchronized void program(VirtualImage image) {
        stop();
        content = image;
    }

    /** Stops what runs, at once and in the middle of a line, then boots. */
    public synchronized void reset() {
        if (content != null && new Faults(content.faults()).has(FaultKind.RESET_IGNORED) && running != null) {
            LOG.debug("{}: reset ignored", name);
            return;
        }
        boot();
    }

    /** Starts the program, whatever its faults. Nothing runs on an erased chip. */
    private void boot() {
        boot(Duration.ZERO);
    }

    /** Starts what has just been programmed. */
    public synchronized void bootProgrammed() {
        boot(LINK_AFTER_PROGRAMMING);
    }

    private void boot(Duration linkUp) {
        stop();
        if (content == null || off) {
            return;
        }
        HaltLine halt = new HaltLine();
        Firmware firmware = new Firmware(content, endpoint, booted(), port, baud, halt, linkUp);
        Thread thread = new Thread(() -> execute(firmware), name + "-program");
        thread.setDaemon(true);
        running = new Program(thread, halt);
        thread.start();
    }

    /** Each boot meets other weather; the first boots of two boards of one seed meet the same. */
    private Optional<Wireless> booted() {
        boots++;
        return wireless.map(it -> new Wireless(it.traits().with(it.traits().seed() * 31 + boots, 1), it.air()));
    }

    private void execute(Firmware firmware) {
        try {
            firmware.run();
        } catch (Halted e) {
            LOG.debug("{}: stopped", name);
        } catch (UncheckedIOException e) {
            LOG.warn("{}: the UART failed: {}", name, e.getMessage());
        }
    }

    /** Stops what runs; what is programmed stays. {@link #reset} is power again. */
    public synchronized void cutPower() {
        stop();
    }

    /** Stops what runs, for good. */
    public synchronized void powerOff() {
        off = true;
        stop();
    }

    private void stop() {
        Program stopping = running;
        running = null;
        if (stopping == null) {
            return;
        }
        stopping.halt().pull();
        stopping.thread().interrupt();
        try {
            stopping.thread().join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
