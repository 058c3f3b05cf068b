package org.numakerbench.sim.board.esp8266;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The driver of Mbed OS 5.7 in behaviour: what it sends, how often it tries, how long it waits, and that it frees a socket
 * number even when closing failed. Sources: esp8266-driver b0d79da, ESP8266.cpp and ESP8266Interface.cpp; its debug lines
 * are those of ATCmdParser.cpp.
 */
public final class AtDriver {
    private static final int TRIES = 2;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Ticker ticker;
    private final DriverTimeouts timeouts;
    private final Consumer<String> debug;
    private final AtModule module;
    private final boolean[] taken = new boolean[AtModule.LINKS];

    /** @param debug takes the debug lines, without line end */
    public AtDriver(Ticker ticker, Radio radio, ModuleTraits traits, DriverTimeouts timeouts, Consumer<String> debug) {
        this.ticker = ticker;
        this.timeouts = timeouts;
        this.debug = debug;
        this.module = new AtModule(
                ticker,
                radio,
                traits,
                line -> debug.accept(
                        line.startsWith("(") ? "AT" + line : (line.equals("+IPD") ? "AT! " : "AT< ") + line));
    }

    /** Resets the module and joins the network. */
    public boolean join(String ssid, String password) {
        return command("AT+RST", "OK\r\nready", timeouts.connectMs(), module::reset)
                && command(
                        "AT+CWJAP_CUR=\"" + ssid + "\",\"" + password + "\"", "OK", timeouts.connectMs(), module::join);
    }

    /** The number of a free socket, taken from now on; -1 when there is none. */
    public int socket() {
        for (int id = 0; id < taken.length; id++) {
            if (!taken[id]) {
                taken[id] = true;
                return id;
            }
        }
        return -1;
    }

    /** Opens the link of a socket. */
    public boolean open(int id, String host, int port) {
        String command = "AT+CIPSTART=" + id + ",\"TCP\",\"" + host + "\"," + port;
        return command(command, "OK", timeouts.miscMs(), deadline -> module.open(command, id, host, port, deadline));
    }

    /** Sends one packet; does not wait until it has arrived. */
    public boolean send(int id, byte[] bytes) {
        String command = "AT+CIPSEND=" + id + "," + bytes.length;
        for (int i = 0; i < TRIES; i++) {
            if (command(
                    command, ">", timeouts.sendMs(), deadline -> module.prompt(command, id, bytes.length, deadline))) {
                module.take(bytes);
                return true;
            }
        }
        return false;
    }

    /** The next packet; null when none came by {@code deadline}. */
    public byte @Nullable [] receive(int id, long deadline) {
        return module.receive(id, deadline, timeouts.recvMs() * NANOS_PER_MS);
    }

    /**
     * Closes a socket and frees its number, whatever the module says.
     *
     * @param connected false: the driver has never seen the link open, and does not close it
     */
    public boolean close(int id, boolean connected) {
        boolean closed = !connected;
        String command = "AT+CIPCLOSE=" + id;
        for (int i = 0; i < TRIES && !closed; i++) {
            closed = command(command, "OK", timeouts.miscMs(), deadline -> module.close(command, id, deadline));
        }
        taken[id] = false;
        return closed;
    }

    private interface Answer {
        boolean by(long deadline);
    }

    private boolean command(String command, String expected, int timeoutMs, Answer answer) {
        debug.accept("AT> " + command);
        debug.accept("AT? " + expected);
        boolean came = answer.by(ticker.nanos() + timeoutMs * NANOS_PER_MS);
        debug.accept(came ? "AT= " + expected : "AT(Timeout)");
        return came;
    }
}
