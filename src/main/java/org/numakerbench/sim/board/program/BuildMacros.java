package org.numakerbench.sim.board.program;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.numakerbench.sim.board.image.BrokenImageException;
import org.numakerbench.sim.board.image.VirtualImage;

/** Macros of a build that change what its MQTT client does. */
final class BuildMacros {
    private static final String CONNECT_MS = "VIRTUAL_MQTT_CONNECT_MS";
    private static final String SPREAD_MS = "VIRTUAL_MQTT_CONNECT_SPREAD_MS";
    private static final String DELAY_MS = "VIRTUAL_MQTT_CONNECT_DELAY_MS";
    private static final String COMMAND_TIMEOUT = "MQTT_COMMAND_TIMEOUT";

    private BuildMacros() {}

    /** @throws BrokenImageException when one is no number of milliseconds */
    static void check(VirtualImage image) throws BrokenImageException {
        for (String macro : List.of(CONNECT_MS, SPREAD_MS, DELAY_MS, COMMAND_TIMEOUT)) {
            String value = image.macros().getOrDefault(macro, "0");
            if (!value.matches("[0-9]{1,9}")) {
                throw new BrokenImageException(
                        "macro " + macro + " is " + value + ", must be a number of milliseconds");
            }
        }
    }

    /**
     * Until when connecting lasts that began then ({@link System#nanoTime}): a board has a speed of its own, {@code
     * VIRTUAL_MQTT_CONNECT_MS} however fast the host is, with a standard deviation of {@code VIRTUAL_MQTT_CONNECT_SPREAD_MS}; a
     * build may bring {@code VIRTUAL_MQTT_CONNECT_DELAY_MS} more.
     */
    static long connectedAt(VirtualImage image, long begun) {
        double spread = millis(image, SPREAD_MS).toNanos() * new Random().nextGaussian();
        long least = begun + millis(image, CONNECT_MS).toNanos() + Math.round(spread);
        return Math.max(System.nanoTime(), least) + millis(image, DELAY_MS).toNanos();
    }

    private static Duration millis(VirtualImage image, String macro) {
        return Duration.ofMillis(Long.parseLong(image.macros().getOrDefault(macro, "0")));
    }

    static int commandTimeoutMs(VirtualImage image) {
        String macro = image.macros().get(COMMAND_TIMEOUT);
        return macro == null ? MqttClient.COMMAND_TIMEOUT_MS : Integer.parseInt(macro);
    }
}
