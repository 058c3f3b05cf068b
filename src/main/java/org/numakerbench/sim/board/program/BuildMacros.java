package org.numakerbench.sim.board.program;

import java.time.Duration;
import org.numakerbench.sim.board.image.VirtualImage;

/** Macros of a build that change what its MQTT client does. */
final class BuildMacros {
    private BuildMacros() {}

    /** A firmware whose connecting takes longer: what a build may bring. */
    static Duration connectDelay(VirtualImage image) {
        return Duration.ofMillis(Long.parseLong(image.macros().getOrDefault("VIRTUAL_MQTT_CONNECT_DELAY_MS", "0")));
    }

    static int commandTimeoutMs(VirtualImage image) {
        String macro = image.macros().get("MQTT_COMMAND_TIMEOUT");
        return macro == null ? MqttClient.COMMAND_TIMEOUT_MS : Integer.parseInt(macro);
    }
}
