package org.numakerbench.sim.board.program;

import static org.numakerbench.sim.board.image.FaultKind.BYTES_DROPPED;
import static org.numakerbench.sim.board.image.FaultKind.BYTES_FLIPPED;
import static org.numakerbench.sim.board.image.FaultKind.GARBAGE_AT_RESET;
import static org.numakerbench.sim.board.image.FaultKind.HEAP_IMPOSSIBLE;
import static org.numakerbench.sim.board.image.FaultKind.NETWORK_DOWN;
import static org.numakerbench.sim.board.image.FaultKind.SILENT;
import static org.numakerbench.sim.board.image.FaultKind.WRONG_OS_VERSION;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.numakerbench.sim.board.image.BrokenImageException;
import org.numakerbench.sim.board.image.Faults;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.board.wire.HaltLine;
import org.numakerbench.sim.board.wire.LineSchedule;
import org.numakerbench.sim.board.wire.SerialLine;
import org.numakerbench.sim.board.wire.Uart;
import org.numakerbench.sim.board.wire.WireNoise;

/** One boot of the firmware: its {@code main}, from the banner to the silence after the last line. */
public final class Firmware {
    private static final int GARBAGE_BYTES = 24;
    private static final String OTHER_VERSION = "5.4.7";
    /** The usual answer of a home router's DHCP; the virtual board has no interface of its own. */
    private static final String ADDRESS = "192.168.8.105";
    /** nsapi_types.h: no connection. */
    private static final int NO_CONNECTION = -3004;

    private final VirtualImage image;
    private final Faults faults;
    private final Endpoint endpoint;
    private final Optional<Wireless> wireless;
    private final Uart uart;
    private final HaltLine halt;
    private final Duration linkUp;

    /**
     * @param wireless empty: the board has Ethernet
     * @param baud pace of the UART, 0: none
     * @param halt stops this boot
     * @param linkUp how long the network's link takes to come up
     */
    public Firmware(
            VirtualImage image,
            Endpoint endpoint,
            Optional<Wireless> wireless,
            SerialLine port,
            int baud,
            HaltLine halt,
            Duration linkUp) {
        this.linkUp = linkUp;
        this.wireless = wireless;
        this.image = image;
        this.faults = new Faults(image.faults());
        this.endpoint = endpoint;
        this.halt = halt;
        WireNoise noise = new WireNoise(
                faults.seed(BYTES_DROPPED), faults.rate(BYTES_DROPPED),
                faults.seed(BYTES_FLIPPED), faults.rate(BYTES_FLIPPED));
        this.uart = new Uart(port, new LineSchedule(baud), noise, halt);
    }

    /** @throws BrokenImageException if the board cannot imitate what the image asks for */
    public static void check(VirtualImage image) throws BrokenImageException {
        BuildMacros.check(image);
        if (!image.scratch() && Generation.of(image.mbedOs()).isEmpty()) {
            throw new BrokenImageException(
                    "no firmware generation is known for Mbed OS " + image.mbedOs() + " (known: 5.7 to 5.15)");
        }
    }

    /** Runs until the program is halted, or has nothing more to do. Throws Halted when stopped. */
    public void run() {
        boolean rebooted = false;
        while (true) {
            try {
                boot(rebooted);
                return;
            } catch (Reboot e) {
                rebooted = true;
            }
        }
    }

    private void boot(boolean rebooted) {
        if (faults.has(SILENT)) {
            halt.hang();
        }
        if (faults.has(GARBAGE_AT_RESET)) {
            byte[] garbage = new byte[GARBAGE_BYTES];
            new Random(faults.seed(GARBAGE_AT_RESET)).nextBytes(garbage);
            uart.raw(garbage);
        }
        OwnLines own = new OwnLines(image.own(), uart, halt);
        if (image.scratch()) {
            own.print(OwnLine.At.BOOT, null);
            linkUp();
            new ScratchProgram(uart, halt, network(), image, faults, endpoint, own).run();
        } else {
            example(own, rebooted);
        }
    }

    private void example(OwnLines own, boolean rebooted) {
        if (generation().provisions()) {
            uart.print("The device has provisioned. Skip provision process\r\n");
        }
        uart.print("\nStarting AWS IoT test\n");
        uart.print("Using Mbed OS %s\n", faults.has(WRONG_OS_VERSION) ? OTHER_VERSION : image.mbedOs());
        Network network = network();
        own.print(OwnLine.At.BOOT, null);
        if (!startNetwork(network)) {
            return;
        }
        own.print(OwnLine.At.NETWORK, null);
        do {
            test(network, own, rebooted);
        } while (image.loops());
        own.print(OwnLine.At.END, null);
        reportMemory();
    }

    private void test(Network network, OwnLines own, boolean rebooted) {
        if (image.phases().contains(VirtualImage.MQTT)) {
            new MqttTest(uart, halt, network, image, generation(), faults, endpoint, own, rebooted).run();
        }
        if (image.phases().contains(VirtualImage.HTTPS)) {
            new HttpsTest(uart, halt, network, image, generation(), faults, endpoint).run();
        }
    }

    private Network network() {
        return wireless.<Network>map(it -> new Wifi(image, it.traits(), it.air(), uart, halt))
                .orElseGet(() -> new Ethernet(halt));
    }

    private Generation generation() {
        return Generation.of(image.mbedOs()).orElseThrow();
    }

    private void linkUp() {
        halt.sleepUntil(System.nanoTime() + linkUp.toNanos());
    }

    private boolean startNetwork(Network network) {
        if (generation().network() == Generation.Network.EASY_CONNECT) {
            uart.print("[EasyConnect] IPv4 mode\n");
        }
        linkUp();
        boolean up = network.up() && !faults.has(NETWORK_DOWN);
        if (generation().network() == Generation.Network.ADDRESS) {
            if (up) {
                uart.print("Connected to the network successfully. IP address: %s\n", ADDRESS);
            } else {
                uart.print("Connecting to the network failed %d!\n", NO_CONNECTION);
            }
        } else if (!up) {
            uart.print("Connecting to the network failed. See serial output.\n");
        }
        return up;
    }

    private void reportMemory() {
        HeapModel heap = faults.has(HEAP_IMPOSSIBLE)
                ? new HeapModel(image.heap().maxBytes(), image.heap().currentBytes())
                : image.heap();
        MemoryReport report = new MemoryReport(uart, heap);
        switch (generation().memory()) {
            case TWO_LINES -> report.twoLines();
            case BLOCKS -> {
                report.heapBlock();
                report.stackBlock();
            }
            case ON_COMMAND -> answerCommands(report);
        }
    }

    /** Until halted. The firmware looks every 2 s; here a command is answered at once. */
    private void answerCommands(MemoryReport report) {
        while (true) {
            switch (uart.poll()) {
                case 'h' -> report.heapBlock();
                case 's' -> report.stackBlock();
                default -> {} // the firmware ignores anything else
            }
        }
    }
}
