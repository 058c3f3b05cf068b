package org.numakerbench.sim.board.program;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The firmware's MQTT library in behaviour: synchronous, one packet at a time, messages handed over while it waits for
 * an acknowledgement. Codes: 0 good, -1 failed, 1 to 5 from CONNACK.
 */
final class MqttClient {
    static final int OK = 0;
    static final int FAILURE = -1;

    private static final int KEEP_ALIVE_S = 60;
    /** The library's default, {@code MQTTClient.h}. */
    static final int COMMAND_TIMEOUT_MS = 30_000;

    private static final int REFUSED = 0x80;

    /** A message as the firmware prints it; {@code packetId} is 0 for QoS 0. */
    record Message(String topic, int qos, boolean retained, boolean duplicate, int packetId, byte[] payload) {}

    private final MqttLink link;
    private final boolean unsubackBug;
    private final long commandNanos;
    private final Consumer<Message> arrived;
    private final Set<String> filters = new HashSet<>();
    private boolean connected;
    private boolean pingOutstanding;
    private int lastPacketId;
    private long lastSent = System.nanoTime();

    /** @param commandMs how long it waits for an answer */
    MqttClient(MqttLink link, boolean unsubackBug, int commandMs, Consumer<Message> arrived) {
        this.link = link;
        this.unsubackBug = unsubackBug;
        this.commandNanos = TimeUnit.MILLISECONDS.toNanos(commandMs);
        this.arrived = arrived;
    }

    int connect(String clientId) {
        boolean sent = send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .cleanSession(true)
                .keepAlive(KEEP_ALIVE_S)
                .clientId(clientId)
                .build());
        if (!sent || !(waitFor(MqttMessageType.CONNACK) instanceof MqttConnAckMessage answer)) {
            return FAILURE;
        }
        int code = answer.variableHeader().connectReturnCode().byteValue();
        connected = code == 0;
        return code;
    }

    /** A refused filter is not an error to the library: the result is good, and nothing is ever handed over for it. */
    int subscribe(String filter) {
        if (!connected) {
            return FAILURE;
        }
        boolean sent = send(MqttMessageBuilders.subscribe()
                .messageId(nextPacketId())
                .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
                .build());
        if (!sent || !(waitFor(MqttMessageType.SUBACK) instanceof MqttSubAckMessage answer)) {
            closeSession();
            return FAILURE;
        }
        if (!answer.payload().grantedQoSLevels().contains(REFUSED)) {
            filters.add(filter);
        }
        return OK;
    }

    int publish(String topic, byte[] payload) {
        if (!connected) {
            return FAILURE;
        }
        boolean sent = send(MqttMessageBuilders.publish()
                .messageId(nextPacketId())
                .topicName(topic)
                .qos(MqttQoS.AT_LEAST_ONCE)
                .payload(Unpooled.wrappedBuffer(payload))
                .build());
        return finish(sent, MqttMessageType.PUBACK);
    }

    int unsubscribe(String filter) {
        if (!connected) {
            return FAILURE;
        }
        boolean sent = send(MqttMessageBuilders.unsubscribe()
                .messageId(nextPacketId())
                .addTopicFilter(filter)
                .build());
        int code = finish(sent, MqttMessageType.UNSUBACK);
        filters.remove(filter);
        return code;
    }

    /** As {@link #unsubscribe} and {@link #subscribe} leave the library, without a packet. */
    void pretendUnsubscribed(String filter) {
        filters.remove(filter);
    }

    int disconnect() {
        boolean sent = send(new MqttMessage(header(MqttMessageType.DISCONNECT)));
        closeSession();
        return sent ? OK : FAILURE;
    }

    /** Reads at most until {@code deadline}. False when the link is dead. */
    boolean yield(long deadline) {
        return connected && cycle(deadline) != null;
    }

    private int finish(boolean sent, MqttMessageType acknowledgement) {
        if (sent && waitFor(acknowledgement) != null) {
            return OK;
        }
        closeSession();
        return FAILURE;
    }

    /** Does not compare packet IDs: the library does not either. Null on timeout or a dead link. */
    private @Nullable MqttMessage waitFor(MqttMessageType type) {
        long deadline = System.nanoTime() + commandNanos;
        while (deadline - System.nanoTime() > 0) {
            Cycle cycle = cycle(deadline);
            if (cycle == null) {
                return null;
            }
            if (cycle.packet() != null && cycle.packet().fixedHeader().messageType() == type) {
                return cycle.packet();
            }
        }
        return null;
    }

    /** @param packet null: none came in time */
    private record Cycle(@Nullable MqttMessage packet) {}

    /** Reads and handles one packet. Null when the link is dead. */
    private @Nullable Cycle cycle(long deadline) {
        try {
            long ping = lastSent + TimeUnit.SECONDS.toNanos(KEEP_ALIVE_S);
            MqttMessage packet = link.receive(connected && ping - deadline < 0 ? ping : deadline);
            if (packet != null) {
                handle(packet);
            }
            keepAlive();
            return new Cycle(packet);
        } catch (IOException e) {
            closeSession();
            return null;
        }
    }

    private void handle(MqttMessage packet) throws IOException {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> deliver((MqttPublishMessage) packet);
            case PINGRESP -> pingOutstanding = false;
            case UNSUBACK -> {
                if (unsubackBug) {
                    closeSession(); // the packet still reaches whoever waits for it
                }
            }
            case CONNACK, PUBACK, SUBACK -> {} // whoever waits for it takes it
            default -> throw new IOException("unexpected packet " + packet.fixedHeader());
        }
    }

    private void deliver(MqttPublishMessage packet) throws IOException {
        int qos = packet.fixedHeader().qosLevel().value();
        int packetId = qos == 0 ? 0 : packet.variableHeader().packetId();
        byte[] payload = ByteBufUtil.getBytes(packet.payload());
        packet.release();
        String topic = packet.variableHeader().topicName();
        if (filters.stream().anyMatch(filter -> matches(filter, topic))) {
            arrived.accept(new Message(
                    topic,
                    qos,
                    packet.fixedHeader().isRetain(),
                    packet.fixedHeader().isDup(),
                    packetId,
                    payload));
        }
        if (qos > 0) {
            sendOrThrow(new MqttMessage(header(MqttMessageType.PUBACK), MqttMessageIdVariableHeader.from(packetId)));
        }
    }

    private static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] given = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= given.length || !(wanted[i].equals("+") || wanted[i].equals(given[i]))) {
                return false;
            }
        }
        return wanted.length == given.length;
    }

    private void keepAlive() throws IOException {
        if (!connected || System.nanoTime() - lastSent < TimeUnit.SECONDS.toNanos(KEEP_ALIVE_S)) {
            return;
        }
        if (pingOutstanding) {
            throw new IOException("no answer to a ping");
        }
        pingOutstanding = true;
        sendOrThrow(new MqttMessage(header(MqttMessageType.PINGREQ)));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    private boolean send(MqttMessage packet) {
        try {
            sendOrThrow(packet);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void sendOrThrow(MqttMessage packet) throws IOException {
        lastSent = System.nanoTime();
        link.send(packet);
    }

    private int nextPacketId() {
        lastPacketId = lastPacketId == 0xFFFF ? 1 : lastPacketId + 1;
        return lastPacketId;
    }

    private void closeSession() {
        connected = false;
        pingOutstanding = false;
        filters.clear();
    }
}
