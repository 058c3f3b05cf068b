package org.numakerbench.sim.cloud.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.cloud.policy.AccessControl;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.shadow.ShadowName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One MQTT connection: the rules that a client must keep, and what becomes of it when it does not. */
final class MqttConnection {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(30);
    private static final int REFUSED = 0x80;
    private static final int MQTT_3_1_1 = 4;

    private record Will(String topic, byte[] payload, int qos, boolean retain) {}

    private final Vertx vertx;
    private final Broker broker;
    private final PacketWriter writer;
    private final Principal principal;
    private final String sessionIdentifier = UUID.randomUUID().toString();
    private String clientId = "";
    private AccessControl.@Nullable Permissions permissions;
    private @Nullable Session session;
    private @Nullable Will will;
    private Duration silence = CONNECT_WITHIN;
    private long lastHeard = System.nanoTime();
    private long timer;
    private long presenceVersion;
    private boolean ended;

    MqttConnection(Vertx vertx, Broker broker, PacketWriter writer, Principal principal) {
        this.vertx = vertx;
        this.broker = broker;
        this.writer = writer;
        this.principal = principal;
        watch();
    }

    String clientId() {
        return clientId;
    }

    Principal principal() {
        return principal;
    }

    String sessionIdentifier() {
        return sessionIdentifier;
    }

    AccessControl.Permissions permissions() {
        if (permissions == null) {
            throw new IllegalStateException("no CONNECT yet");
        }
        return permissions;
    }

    /** Takes one decoded packet. */
    void receive(MqttMessage packet) {
        if (ended) {
            return;
        }
        if (packet.decoderResult().isFailure()) {
            Throwable fault = packet.decoderResult().cause();
            LOG.info(
                    "MQTT client '{}' sent a bad packet: {}",
                    shown(clientId),
                    shown(String.valueOf(fault.getMessage())));
            if (session == null && fault instanceof MqttUnacceptableProtocolVersionException) {
                writer.connack(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION, false);
            }
            end(DisconnectReason.CLIENT_ERROR);
            return;
        }
        Session own = session;
        if (own == null) {
            if (packet instanceof MqttConnectMessage connect) {
                connect(connect);
            } else {
                end(DisconnectReason.CLIENT_ERROR);
            }
            return;
        }
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> publish((MqttPublishMessage) packet);
            case SUBSCRIBE -> subscribe(own, (MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> unsubscribe(own, (MqttUnsubscribeMessage) packet);
            case PUBACK -> {
                heard();
                own.acknowledged(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
            }
            case PINGREQ -> {
                heard();
                writer.pingresp();
            }
            case DISCONNECT -> end(DisconnectReason.CLIENT_INITIATED_DISCONNECT);
            default -> end(DisconnectReason.CLIENT_ERROR);
        }
    }

    private void connect(MqttConnectMessage packet) {
        MqttConnectVariableHeader header = packet.variableHeader();
        MqttConnectPayload payload = packet.payload();
        clientId = payload.clientIdentifier() == null ? "" : payload.clientIdentifier();
        if (header.version() != MQTT_3_1_1) {
            refuse(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
            return;
        }
        if (!Limits.isClientId(clientId)) {
            refuse(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
            return;
        }
        if (header.isWillFlag()) {
            byte[] message = payload.willMessageInBytes();
            will = new Will(
                    payload.willTopic(),
                    message == null ? new byte[0] : message,
                    header.willQos(),
                    header.isWillRetain());
            if (will.qos > 1 || !Limits.isTopic(will.topic) || will.payload.length > Limits.PAYLOAD_BYTES) {
                end(DisconnectReason.CLIENT_ERROR);
                return;
            }
        }
        AccessControl.Permissions asked = broker.access().permissions(principal, clientId);
        List<String> attributes = new ArrayList<>();
        if (!header.isCleanSession()) {
            attributes.add("PersistentConnect");
        }
        if (header.isWillFlag()) {
            attributes.add("LastWill");
        }
        if (!asked.allowsConnect(clientId, attributes)) {
            LOG.info("MQTT client '{}' refused: its policy does not allow iot:Connect", shown(clientId));
            broker.events().connectRefused(this);
            // AWS documented 7 once, which the codec cannot say; 5 is the one in MQTT 3.1.1.
            refuse(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
            return;
        }
        permissions = asked;
        Broker.Arrival arrival = broker.arrive(this, header.isCleanSession());
        session = arrival.session();
        silence = Limits.silence(header.keepAliveTimeSeconds());
        heard();
        watch();
        writer.connack(MqttConnectReturnCode.CONNECTION_ACCEPTED, arrival.resumed());
        LOG.info("MQTT client '{}' connected ({}, {})", shown(clientId), principal.name(), principal.address());
        MqttConnection displaced = arrival.displaced();
        if (displaced != null) {
            displaced.end(DisconnectReason.DUPLICATE_CLIENTID);
        }
        presenceVersion = broker.events().connected(this);
        arrival.session().resume();
    }

    private void refuse(MqttConnectReturnCode code) {
        writer.connack(code, false);
        end(DisconnectReason.AUTH_ERROR);
    }

    private void publish(MqttPublishMessage packet) {
        heard();
        String topic = packet.variableHeader().topicName();
        byte[] payload = ByteBufUtil.getBytes(packet.payload());
        int qos = packet.fixedHeader().qosLevel().value();
        boolean retain = packet.fixedHeader().isRetain();
        if (qos > 1 || !Limits.isTopic(topic) || payload.length > Limits.PAYLOAD_BYTES) {
            fault("published with QoS 2, on a bad topic, or too much", topic, DisconnectReason.CLIENT_ERROR);
        } else if (!mayPublish(topic, retain)) {
            fault("may not publish", topic, DisconnectReason.AUTH_ERROR);
        } else if (topic.startsWith("$")
                && (retain || ShadowName.parseRequest(topic).isEmpty())) {
            fault("published on a reserved topic", topic, DisconnectReason.CLIENT_ERROR);
        } else {
            if (qos == 1) {
                writer.puback(packet.variableHeader().packetId());
            }
            broker.publish(topic, payload, qos, retain);
        }
    }

    private boolean mayPublish(String topic, boolean retain) {
        String resource = "topic/" + topic;
        return permissions().allows("iot:Publish", resource)
                && (!retain || permissions().allows("iot:RetainPublish", resource));
    }

    private void subscribe(Session own, MqttSubscribeMessage packet) {
        heard();
        List<MqttTopicSubscription> asked = packet.payload().topicSubscriptions();
        boolean fault = asked.isEmpty() || asked.size() > Limits.FILTERS_PER_SUBSCRIBE;
        for (MqttTopicSubscription each : asked) {
            fault |= each.qualityOfService().value() > 1 || !TopicFilter.isValid(each.topicFilter());
        }
        if (fault) {
            fault("subscribed with QoS 2, a bad filter, or too many", "", DisconnectReason.CLIENT_ERROR);
            return;
        }
        List<Integer> codes = new ArrayList<>();
        List<MqttTopicSubscription> granted = new ArrayList<>();
        for (MqttTopicSubscription each : asked) {
            String filter = each.topicFilter();
            if (!permissions().allows("iot:Subscribe", "topicfilter/" + filter)) {
                LOG.info("MQTT client '{}' may not subscribe to {}", shown(clientId), shown(filter));
                if (broker.refusedSubscriptionCloses()) {
                    end(DisconnectReason.AUTH_ERROR);
                    return;
                }
                codes.add(REFUSED);
            } else if (filter.startsWith("$") && !filter.startsWith("$aws/")) {
                codes.add(REFUSED);
            } else if (broker.subscribe(own, filter, each.qualityOfService().value())) {
                codes.add(each.qualityOfService().value());
                granted.add(each);
            } else {
                codes.add(REFUSED);
            }
        }
        writer.suback(packet.variableHeader().messageId(), codes);
        if (!granted.isEmpty()) {
            broker.events()
                    .subscribed(
                            this,
                            granted.stream()
                                    .map(MqttTopicSubscription::topicFilter)
                                    .toList());
            granted.forEach(each -> broker.sendRetained(
                    own, each.topicFilter(), each.qualityOfService().value()));
        }
    }

    private void unsubscribe(Session own, MqttUnsubscribeMessage packet) {
        List<String> filters = packet.payload().topics();
        filters.forEach(filter -> broker.unsubscribe(own, filter));
        writer.unsuback(packet.variableHeader().messageId());
        broker.events().unsubscribed(this, filters);
    }

    private void fault(String what, String topic, DisconnectReason reason) {
        LOG.info("MQTT client '{}' {}: '{}'; disconnecting it", shown(clientId), what, shown(topic));
        end(reason);
    }

    /** For the log: what a client sends must not start a line of its own there. */
    private static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Sends a message of a subscription. */
    void send(Message message, int packetId) {
        writer.publish(message, packetId);
    }

    private void heard() {
        lastHeard = System.nanoTime();
    }

    /** Wakes up when the client could have been silent for too long, and looks. */
    private void watch() {
        vertx.cancelTimer(timer);
        long left = silence.minusNanos(System.nanoTime() - lastHeard).toMillis();
        timer = vertx.setTimer(Math.max(1, left), fired -> {
            if (System.nanoTime() - lastHeard >= silence.toNanos()) {
                end(DisconnectReason.MQTT_KEEP_ALIVE_TIMEOUT);
            } else {
                watch();
            }
        });
    }

    /** Ends the connection, once; the first reason counts. */
    void end(DisconnectReason reason) {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(timer);
        writer.close();
        Session own = session;
        if (own == null) {
            return;
        }
        LOG.info("MQTT client '{}' disconnected: {}", shown(clientId), reason);
        broker.leave(this, own);
        broker.events().disconnected(this, presenceVersion, reason);
        Will last = will;
        if (last != null
                && reason != DisconnectReason.CLIENT_INITIATED_DISCONNECT
                && !(last.topic.startsWith("$")
                        && ShadowName.parseRequest(last.topic).isEmpty())
                && mayPublish(last.topic, last.retain)) {
            broker.publish(last.topic, last.payload, last.qos, last.retain);
        }
    }
}
