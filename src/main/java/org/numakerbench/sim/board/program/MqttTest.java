package org.numakerbench.sim.board.program;

import static org.numakerbench.sim.board.image.FaultKind.ARRIVAL_INVENTED;
import static org.numakerbench.sim.board.image.FaultKind.CONNECTION_DROPPED;
import static org.numakerbench.sim.board.image.FaultKind.DELETE_KEPT;
import static org.numakerbench.sim.board.image.FaultKind.DELETE_UNDONE;
import static org.numakerbench.sim.board.image.FaultKind.DISCONNECT_FAILED_OK;
import static org.numakerbench.sim.board.image.FaultKind.EXTRA_PUBLISH;
import static org.numakerbench.sim.board.image.FaultKind.HANG_AFTER_FAILED_SUBSCRIBE;
import static org.numakerbench.sim.board.image.FaultKind.HANG_MID_RUN;
import static org.numakerbench.sim.board.image.FaultKind.HARD_FAULT;
import static org.numakerbench.sim.board.image.FaultKind.PUBLISH_NOT_SENT;
import static org.numakerbench.sim.board.image.FaultKind.PUBLISH_OTHER_BYTES;
import static org.numakerbench.sim.board.image.FaultKind.REBOOT_MID_RUN;
import static org.numakerbench.sim.board.image.FaultKind.SHADOW_STALE;
import static org.numakerbench.sim.board.image.FaultKind.SHADOW_UPDATE_UNCLAIMED;
import static org.numakerbench.sim.board.image.FaultKind.SHADOW_VERSION_WRONG;
import static org.numakerbench.sim.board.image.FaultKind.SUBSCRIBE_NOT_SENT;
import static org.numakerbench.sim.board.image.FaultKind.UNSUBACK_BUG;
import static org.numakerbench.sim.board.image.FaultKind.UNSUBSCRIBE_NOT_SENT;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Identity;
import org.numakerbench.sim.board.image.Faults;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.board.wire.HaltLine;
import org.numakerbench.sim.board.wire.Uart;

/** The firmware's MQTT test, {@code main.cpp}: connect, four phases, disconnect. One object a boot. */
final class MqttTest {
    private static final long FOR_EVER = TimeUnit.DAYS.toNanos(3650);
    /** From a4a7c4f on. */
    private static final long LIMITED_WAIT = TimeUnit.SECONDS.toNanos(5);

    private final Uart uart;
    private final HaltLine halt;
    private final Network network;
    private final VirtualImage image;
    private final Generation generation;
    private final Faults faults;
    private final Endpoint endpoint;
    private final OwnLines own;
    private final boolean rebooted;

    private @Nullable TlsConnection connection;
    private @Nullable MqttClient client;
    private @Nullable Phase running;
    private int arrivals;
    private long shadowVersion = 1;

    /** @param rebooted true after the chip restarted itself, which it does once */
    MqttTest(
            Uart uart,
            HaltLine halt,
            Network network,
            VirtualImage image,
            Generation generation,
            Faults faults,
            Endpoint endpoint,
            OwnLines own,
            boolean rebooted) {
        this.uart = uart;
        this.halt = halt;
        this.network = network;
        this.image = image;
        this.generation = generation;
        this.faults = faults;
        this.endpoint = endpoint;
        this.own = own;
        this.rebooted = rebooted;
    }

    void run() {
        talk();
        disconnect();
        if (connection != null) {
            connection.close();
        }
    }

    private void talk() {
        Identity identity = image.identity();
        uart.print("Connecting with %s:%d\n", endpoint.host(), endpoint.mqttPort());
        TlsConnection opened =
                new TlsConnection(uart, halt, network, faults, endpoint, endpoint.mqttPort(), generation.provisions());
        int error = opened.open();
        if (error != 0) {
            uart.print("Connects with %s:%d failed: %d\n", endpoint.host(), endpoint.mqttPort(), error);
            return;
        }
        uart.print("Connects with %s:%d OK\n", endpoint.host(), endpoint.mqttPort());
        connection = opened;
        MqttClient mqtt = new MqttClient(
                new MqttLink(opened.socket()),
                faults.has(UNSUBACK_BUG),
                BuildMacros.commandTimeoutMs(image),
                this::arrived);
        client = mqtt;

        uart.print("MQTT connecting");
        long begun = System.nanoTime();
        error = mqtt.connect(identity.clientId());
        halt.sleepUntil(BuildMacros.connectedAt(image, begun));
        if (error != MqttClient.OK) {
            uart.print("\rMQTT connects failed: %d\n", error);
            return;
        }
        uart.print("\rMQTT connects OK\n\n");
        own.print(OwnLine.At.CONNECTED, mqtt);

        for (Phase phase : Phase.all(identity)) {
            running = phase;
            uart.print("Subscribing/publishing %s\n", phase.title());
            if (!subscribeAndPublish(mqtt, phase)) {
                return;
            }
            uart.print("Subscribes/publishes %s OK\n\n", phase.title());
            if (faults.has(REBOOT_MID_RUN, phase.name()) && !rebooted) {
                opened.cut();
                throw new Reboot();
            }
        }
    }

    /** False when the publish failed: the firmware then leaves the test. */
    private boolean subscribeAndPublish(MqttClient mqtt, Phase phase) {
        for (String filter : phase.filters()) {
            uart.print("MQTT subscribing to %s", filter);
            printResult("subscribes to", filter, subscribe(mqtt, phase, filter));
        }
        if (generation.limitsWait()) {
            arrivals = 0;
        }
        uart.print("Message to publish:\n");
        uart.print("%s\n", phase.payload());
        crashIfPlanned(phase);
        uart.print("MQTT publishing message to %s", phase.topic());
        int error = publish(mqtt, phase);
        printResult("publishes message to", phase.topic(), error);
        if (error != MqttClient.OK) {
            return false;
        }
        waitForArrival(mqtt, phase);
        uart.print("\n");
        arrivals = 0;
        for (String filter : phase.filters()) {
            uart.print("MQTT unsubscribing from %s", filter);
            printResult("unsubscribes from", filter, unsubscribe(mqtt, phase, filter));
        }
        publishBehindTheBack(mqtt, phase);
        return true;
    }

    private void printResult(String operation, String topic, int error) {
        if (error == MqttClient.OK) {
            uart.print("\rMQTT %s %s OK\n", operation, topic);
        } else {
            uart.print("\rMQTT %s %s failed: %d\n", operation, topic, error);
        }
    }

    private int subscribe(MqttClient mqtt, Phase phase, String filter) {
        if (faults.has(HANG_AFTER_FAILED_SUBSCRIBE, phase.name())) {
            return MqttClient.FAILURE;
        }
        return faults.has(SUBSCRIBE_NOT_SENT, phase.name()) ? MqttClient.OK : mqtt.subscribe(filter);
    }

    private int publish(MqttClient mqtt, Phase phase) {
        if (publishesNothing(phase)) {
            return MqttClient.OK;
        }
        String payload =
                faults.has(PUBLISH_OTHER_BYTES, phase.name()) ? Lies.otherBytes(phase.payload()) : phase.payload();
        return mqtt.publish(phase.topic(), payload.getBytes(StandardCharsets.UTF_8));
    }

    private boolean publishesNothing(Phase phase) {
        return faults.has(PUBLISH_NOT_SENT, phase.name()) || faults.has(DELETE_KEPT, phase.name());
    }

    private int unsubscribe(MqttClient mqtt, Phase phase, String filter) {
        if (faults.has(UNSUBSCRIBE_NOT_SENT, phase.name())) {
            mqtt.pretendUnsubscribed(filter);
            return MqttClient.OK;
        }
        return mqtt.unsubscribe(filter);
    }

    private void waitForArrival(MqttClient mqtt, Phase phase) {
        if (generation.limitsWait()) {
            uart.print("MQTT receives message with subscribed %s...\n", phase.topic());
        }
        if (arrivals == 0 && (publishesNothing(phase) || faults.has(SUBSCRIBE_NOT_SENT, phase.name()))) {
            invent(Lies.arrival(phase, shadowVersion));
        }
        long deadline = System.nanoTime() + (generation.limitsWait() ? LIMITED_WAIT : FOR_EVER);
        while (arrivals == 0 && deadline - System.nanoTime() > 0) {
            halt.check();
            if (!mqtt.yield(deadline)) {
                halt.check();
                halt.sleepUntil(deadline); // a dead link brings nothing any more; the firmware goes on waiting
            }
        }
        if (arrivals > 0 && faults.has(ARRIVAL_INVENTED, phase.name())) {
            invent(Lies.INVENTED_MESSAGE);
        }
        if (generation.limitsWait()) {
            uart.print("MQTT receives message with subscribed %s %s\n", phase.topic(), arrivals > 0 ? "OK" : "TIMEOUT");
        }
    }

    private void publishBehindTheBack(MqttClient mqtt, Phase phase) {
        if (faults.has(EXTRA_PUBLISH, phase.name())) {
            mqtt.publish(image.identity().userTopic(), Lies.EXTRA_MESSAGE.getBytes(StandardCharsets.UTF_8));
        }
        String update = Phase.shadowTopic(image.identity(), "update");
        if (faults.has(SHADOW_UPDATE_UNCLAIMED, phase.name())) {
            mqtt.publish(update, Lies.UNCLAIMED_STATE.getBytes(StandardCharsets.UTF_8));
        }
        if (faults.has(DELETE_UNDONE, phase.name())) {
            mqtt.publish(update, Phase.SHADOW_STATE.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Stops in the middle of the progress text, with or without a last word. */
    private void crashIfPlanned(Phase phase) {
        boolean dump = faults.has(HARD_FAULT, phase.name());
        if (!dump && !faults.has(HANG_MID_RUN, phase.name())) {
            return;
        }
        String line = "MQTT publishing message to " + phase.topic();
        uart.print("%s", line.substring(0, line.length() / 2));
        if (dump) {
            uart.raw(FaultDump.bytes());
        }
        halt.hang();
    }

    private void invent(String payload) {
        print(new MqttClient.Message("", 1, false, false, 1, payload.getBytes(StandardCharsets.UTF_8)));
    }

    private void arrived(MqttClient.Message message) {
        String phase = running == null ? "" : running.name();
        String text = new String(message.payload(), StandardCharsets.UTF_8);
        shadowVersion = Lies.version(text, shadowVersion);
        String shown = text;
        if (faults.has(SHADOW_VERSION_WRONG, phase)) {
            shown = Lies.wrongVersion(shown);
        }
        if (faults.has(SHADOW_STALE, phase)) {
            shown = Lies.stale(shown);
        }
        byte[] payload = shown.equals(text) ? message.payload() : shown.getBytes(StandardCharsets.UTF_8);
        print(new MqttClient.Message(
                message.topic(), message.qos(), message.retained(), message.duplicate(), message.packetId(), payload));
    }

    private void print(MqttClient.Message message) {
        uart.print(
                "Message arrived: qos %d, retained %d, dup %d, packetid %d\r\n",
                message.qos(), message.retained() ? 1 : 0, message.duplicate() ? 1 : 0, message.packetId());
        uart.print("Payload:\n");
        uart.printBytes(upToNul(message.payload()));
        uart.print("\n");
        arrivals++;
    }

    /** {@code %.*s} stops at a NUL byte. */
    private static byte[] upToNul(byte[] payload) {
        int end = 0;
        while (end < payload.length && payload[end] != 0) {
            end++;
        }
        return Arrays.copyOf(payload, end);
    }

    /** The last line is printed in any case: the firmware does so. */
    private void disconnect() {
        own.print(OwnLine.At.DISCONNECTING, client);
        uart.print("MQTT disconnecting");
        boolean dropped = faults.has(CONNECTION_DROPPED);
        if (connection != null && (dropped || faults.has(DISCONNECT_FAILED_OK))) {
            connection.cut();
        }
        int error = client == null ? MqttClient.FAILURE : client.disconnect();
        if (error != MqttClient.OK && !(client != null && dropped)) {
            uart.print("\rMQTT disconnects failed %d%s", error, generation.afterDisconnect());
        }
        uart.print("\rMQTT disconnects OK%s", generation.afterDisconnect());
    }
}
