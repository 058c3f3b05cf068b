package org.numakerbench.sim.board.esp8266;

import java.util.Map;

/**
 * The driver's timeouts, milliseconds, as compiled in: ESP8266Interface.cpp.
 *
 * @param connectMs reset and joining a network
 * @param sendMs waiting for the prompt that takes a packet
 * @param recvMs longest pause within an arriving packet
 * @param miscMs opening and closing a link, and anything else
 */
public record DriverTimeouts(int connectMs, int sendMs, int recvMs, int miscMs) {
    /** Drivers of Mbed OS 5.7 and 5.8: esp8266-driver b0d79da and 0418c61. */
    public static final DriverTimeouts DEFAULT = new DriverTimeouts(15_000, 500, 500, 500);

    public DriverTimeouts {
        if (connectMs <= 0 || sendMs <= 0 || recvMs <= 0 || miscMs <= 0) {
            throw new IllegalArgumentException("timeouts must be 1 ms or more");
        }
    }

    /**
     * As the macros of a build set them.
     *
     * @throws IllegalArgumentException when a macro is no number of milliseconds
     */
    public static DriverTimeouts of(Map<String, String> macros) {
        return new DriverTimeouts(
                millis(macros, "ESP8266_CONNECT_TIMEOUT", DEFAULT.connectMs),
                millis(macros, "ESP8266_SEND_TIMEOUT", DEFAULT.sendMs),
                millis(macros, "ESP8266_RECV_TIMEOUT", DEFAULT.recvMs),
                millis(macros, "ESP8266_MISC_TIMEOUT", DEFAULT.miscMs));
    }

    private static int millis(Map<String, String> macros, String name, int otherwise) {
        String value = macros.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException(name + " is " + value + ", must be a number of milliseconds");
        }
        return Integer.parseInt(value);
    }
}
