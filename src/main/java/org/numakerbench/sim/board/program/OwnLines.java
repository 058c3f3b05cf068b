package org.numakerbench.sim.board.program;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.sim.board.wire.HaltLine;
import org.numakerbench.sim.board.wire.Uart;

/** What a virtual board prints and publishes beside the example firmware. */
final class OwnLines {
    private final List<OwnLine> lines;
    private final Uart uart;

    private final HaltLine halt;

    OwnLines(List<OwnLine> lines, Uart uart, HaltLine halt) {
        this.lines = lines;
        this.uart = uart;
        this.halt = halt;
    }

    /** The lines of a place, in their order; {@code mqtt} is the session there, null where there is none. */
    void print(OwnLine.At at, @Nullable MqttClient mqtt) {
        for (OwnLine line : lines) {
            if (line.at() != at) {
                continue;
            }
            if (line.heard() != null) {
                awaitText(line.heard());
            }
            if (line.delayMs() != null) {
                halt.sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(line.delayMs()));
            }
            if (line.topic() == null || mqtt != null && publish(line, mqtt)) {
                uart.print(Boolean.TRUE.equals(line.prompt()) ? "%s" : "%s\n", line.print());
            }
        }
    }

    /** For ever, as firmware that reads its standard input does. */
    private void awaitText(String text) {
        StringBuilder last = new StringBuilder();
        while (last.indexOf(text) < 0) {
            int read = uart.poll();
            if (read >= 0) {
                last.append((char) read);
            }
        }
    }

    /** Like the firmware it keeps silent of a publish that fails. */
    private static boolean publish(OwnLine line, MqttClient mqtt) {
        if (line.lie() == OwnLine.Lie.NOT_SENT) {
            return true;
        }
        String topic = line.topic() + (line.lie() == OwnLine.Lie.OTHER_TOPIC ? "/elsewhere" : "");
        String payload = line.lie() == OwnLine.Lie.OTHER_PAYLOAD ? "{\"other\": true}" : line.payload();
        return mqtt.publish(topic, String.valueOf(payload).getBytes(StandardCharsets.UTF_8)) == MqttClient.OK;
    }
}
