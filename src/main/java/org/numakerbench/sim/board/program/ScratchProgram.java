package org.numakerbench.sim.board.program;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.sim.board.image.Faults;
import org.numakerbench.sim.board.image.OwnLine.At;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.board.wire.HaltLine;
import org.numakerbench.sim.board.wire.Uart;

/**
 * A firmware from scratch, no relative of the example: one MQTT session over TLS, in which it does what its lines say, and
 * prints nothing but them. One object a boot.
 */
final class ScratchProgram {
    /** How long connecting took, TCP, TLS and MQTT: the value {@code {connectMs}}. */
    private static final String CONNECT_MS = "connectMs";

    private final Uart uart;
    private final HaltLine halt;
    private final Network network;
    private final VirtualImage image;
    private final Faults faults;
    private final Endpoint endpoint;
    private final OwnLines lines;

    ScratchProgram(
            Uart uart,
            HaltLine halt,
            Network network,
            VirtualImage image,
            Faults faults,
            Endpoint endpoint,
            OwnLines lines) {
        this.uart = uart;
        this.halt = halt;
        this.network = network;
        this.image = image;
        this.faults = faults;
        this.endpoint = endpoint;
        this.lines = lines;
    }

    /** From the network's coming up to the last line, which comes whatever went wrong. */
    void run() {
        if (network.up() && !faults.has(FaultKind.NETWORK_DOWN)) {
            lines.print(At.NETWORK, null);
            talk();
        } else {
            lines.print(At.FAILED, null);
        }
        lines.print(At.END, null);
    }

    private void talk() {
        long begun = System.nanoTime();
        TlsConnection connection =
                new TlsConnection(uart.muted(), halt, network, faults, endpoint, endpoint.mqttPort(), false);
        MqttClient mqtt = connection.open() == 0 ? connected(connection, begun) : null;
        if (mqtt == null) {
            lines.print(At.FAILED, null);
            connection.close();
            return;
        }
        lines.tell(CONNECT_MS, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        lines.print(At.CONNECTED, mqtt);
        lines.print(At.DISCONNECTING, mqtt);
        if (faults.has(FaultKind.CONNECTION_DROPPED)) {
            connection.cut();
        } else {
            mqtt.disconnect();
            connection.close();
        }
    }

    private @Nullable MqttClient connected(TlsConnection connection, long begun) {
        MqttClient mqtt = new MqttClient(
                new MqttLink(connection.socket()), false, BuildMacros.commandTimeoutMs(image), lines::arrived);
        int code = mqtt.connect(image.identity().clientId());
        halt.sleepUntil(BuildMacros.connectedAt(image, begun));
        return code == MqttClient.OK ? mqtt : null;
    }
}
