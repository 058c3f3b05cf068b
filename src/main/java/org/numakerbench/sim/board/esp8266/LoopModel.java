package org.numakerbench.sim.board.esp8266;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.net.FaultPlan;
import org.numakerbench.sim.net.FaultSchedule;

/**
 * The example firmware in a {@code while (true)} loop over this driver, without its text and its cryptography: the same
 * packets in the same order, on simulated time. Ten thousand loops take a second, so that the true rates of a setting can
 * be counted out.
 */
public final class LoopModel {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final Latency ANSWER = new Latency(90, 0.4);
    /** The ClientHello. */
    private static final int HELLO_BYTES = 220;
    /** Certificate, key exchange, its signature, and the two last records: one packet each, back to back. */
    private static final List<Integer> FLIGHT_BYTES = List.of(1050, 80, 270, 6, 45);

    private static final int CONNECT_BYTES = 69;
    private static final int SUBSCRIBE_BYTES = 90;
    private static final int PUBLISH_BYTES = 140;
    private static final int ACKNOWLEDGE_BYTES = 33;
    private static final int UNSUBSCRIBE_BYTES = 85;
    private static final int DISCONNECT_BYTES = 31;
    /** Filters of the four phases. */
    private static final List<Integer> FILTERS = List.of(1, 2, 2, 2);

    /**
     * One loop.
     *
     * @param failed what failed first; null: the loop passed
     * @param hung it waits for ever
     * @param fault what the network suffered during it
     */
    public record Played(
            @Nullable String failed, boolean hung, @Nullable FaultPlan fault, long startNanos, long endNanos) {
        public boolean passed() {
            return failed == null;
        }
    }

    private final Ticker ticker;
    private final SimulatedRadio radio;
    private final AtDriver driver;
    private final long commandNanos;
    private final long silenceNanos;
    private int socket;

    /**
     * @param commandMs how long the MQTT library waits for an answer: 30 s
     * @param silenceMs after which a bench gives up a device that says nothing
     * @param debug takes the driver's debug lines
     */
    public LoopModel(
            Ticker ticker,
            ModuleTraits traits,
            DriverTimeouts timeouts,
            FaultSchedule faults,
            long commandMs,
            long silenceMs,
            Consumer<String> debug) {
        this.ticker = ticker;
        this.radio = new SimulatedRadio(ticker, ANSWER, traits.slowness(), faults, traits.seed() + 1);
        this.driver = new AtDriver(ticker, radio, traits, timeouts, debug);
        this.commandNanos = commandMs * NANOS_PER_MS;
        this.silenceNanos = silenceMs * NANOS_PER_MS;
    }

    /** Resets the module and joins the network, as at boot. */
    public void boot() {
        driver.join("ssid", "password");
    }

    /** Plays one loop. */
    public Played play() {
        long start = ticker.nanos();
        String failed = null;
        boolean hung = false;
        try {
            talk();
        } catch (Failure failure) {
            failed = failure.getMessage();
            hung = failure.hung;
        }
        return new Played(failed, hung, radio.takeFault(), start, ticker.nanos());
    }

    private void talk() throws Failure {
        socket = driver.socket();
        if (socket < 0) {
            throw new Failure("tcp", false);
        }
        boolean connected = driver.open(socket, "endpoint", 8883);
        String failed = connected ? null : "tcp";
        boolean shaken = false;
        try {
            if (connected) {
                handshake();
                shaken = true;
                mqtt();
            }
        } catch (Failure failure) {
            if (failure.hung) {
                throw failure;
            }
            failed = failure.getMessage();
        }
        if (shaken && !driver.send(socket, new byte[DISCONNECT_BYTES]) && failed == null) {
            failed = "mqtt.disconnect";
        }
        driver.close(socket, connected);
        if (failed != null) {
            throw new Failure(failed, false);
        }
    }

    private void handshake() throws Failure {
        send("tls", HELLO_BYTES);
        receive("tls", silenceNanos, true);
        for (int bytes : FLIGHT_BYTES) {
            send("tls", bytes);
        }
        receive("tls", silenceNanos, true);
    }

    private void mqtt() throws Failure {
        request("mqtt.connect", CONNECT_BYTES);
        for (int filters : FILTERS) {
            for (int i = 0; i < filters; i++) {
                request("mqtt.subscribe", SUBSCRIBE_BYTES);
            }
            request("mqtt.publish", PUBLISH_BYTES);
            receive("mqtt.arrive", silenceNanos, true); // up to Mbed OS 5.14 it waits for ever
            send("mqtt.arrive", ACKNOWLEDGE_BYTES);
            for (int i = 0; i < filters; i++) {
                request("mqtt.unsubscribe", UNSUBSCRIBE_BYTES);
            }
        }
    }

    private void request(String step, int bytes) throws Failure {
        send(step, bytes);
        receive(step, commandNanos, false);
    }

    private void send(String step, int bytes) throws Failure {
        if (!driver.send(socket, new byte[bytes])) {
            throw new Failure(step, false);
        }
    }

    private void receive(String step, long patience, boolean forEver) throws Failure {
        if (driver.receive(socket, ticker.nanos() + patience) == null) {
            throw new Failure(step, forEver);
        }
    }

    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean hung;

        Failure(String step, boolean hung) {
            super(step, null, false, false);
            this.hung = hung;
        }
    }
}
