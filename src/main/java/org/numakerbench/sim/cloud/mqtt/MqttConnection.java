package org.numakerbench.sim.cloud.mqtt;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
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
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.refusal.Refused.Asked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One MQTT connection, of version 3.1.1 or 5: from its CONNECT to its end. */
final class MqttConnection {
    private static final Logger LOG = LoggerFactory.getLogger(MqttConnection.class);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(30);

    /** What there is once CONNECT has been taken. */
    private record Established(
            ConnectRequest request,
            Session session,
            AccessControl.Permissions permissions,
            Publishing publishing,
            Subscribing subscribing) {}

    private final Vertx vertx;
    private final Broker broker;
    private final PacketWriter writer;
    private final Principal principal;
    private final String sessionIdentifier = UUID.randomUUID().toString();
    private String clientId = "";
    private AccessControl.@Nullable Permissions permissions;
    private @Nullable Established established;
    private boolean willWanted = true;
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

    /** How many QoS 1 messages the client takes unacknowledged. */
    int receiveMaximum() {
        return established == null ? 0 : established.request().receiveMaximum();
    }

    /** Whether the client takes what is sent slower than it comes; {@link #drained} tells of the end of it. */
    boolean isCongested() {
        return writer.isCongested();
    }

    /** Takes one decoded packet. */
    void receive(MqttMessage packet) {
        if (ended) {
            return;
        }
        Asked asked = Asked.PACKET;
        try {
            if (packet.decoderResult().isFailure()) {
                throw malformed(packet);
            }
            Established current = established;
            if (current == null) {
                asked = Asked.CONNECT;
                connect(packet);
                return;
            }
            switch (packet.fixedHeader().messageType()) {
                case PUBLISH -> {
                    asked = Asked.PUBLISH;
                    heard();
                    publish(current, (MqttPublishMessage) packet);
                }
                case SUBSCRIBE -> {
                    asked = Asked.SUBSCRIBE;
                    heard();
                    subscribe(current, (MqttSubscribeMessage) packet);
                }
                case UNSUBSCRIBE -> unsubscribe(current, (MqttUnsubscribeMessage) packet);
                case PUBACK -> {
                    heard();
                    current.session().acknowledged(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
                }
                case PINGREQ -> {
                    heard();
                    writer.pingresp();
                }
                case DISCONNECT -> disconnect(current, packet);
                default ->
                    throw RefusedException.fatal(
                            ReasonCode.PROTOCOL_ERROR,
                            "",
                            "a packet " + packet.fixedHeader().messageType() + ", which has no place here",
                            "use QoS 0 or 1 and no enhanced authentication; send one CONNECT");
            }
        } catch (RefusedException e) {
            refuse(asked, e);
        }
    }

    private RefusedException malformed(MqttMessage packet) {
        Throwable fault = packet.decoderResult().cause();
        if (established == null && packet.variableHeader() instanceof MqttConnectVariableHeader header) {
            writer.speak(ConnectRequest.isMqtt5(header), true);
        }
        if (fault instanceof MqttUnacceptableProtocolVersionException) {
            return RefusedException.fatal(
                    ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
                    "",
                    "a protocol that is not MQTT 3.1.1 or 5",
                    "connect with MQTT 3.1.1 or 5");
        }
        if (fault instanceof TooLongFrameException) {
            return RefusedException.fatal(
                    ReasonCode.PACKET_TOO_LARGE, "", "a packet that is far too large", Limits.PAYLOAD_RULE);
        }
        return RefusedException.fatal(
                ReasonCode.MALFORMED_PACKET, "", "bytes that are not MQTT: " + fault.getMessage(), "send valid MQTT");
    }

    private void connect(MqttMessage packet) throws RefusedException {
        if (!(packet instanceof MqttConnectMessage sent)) {
            throw RefusedException.fatal(
                    ReasonCode.PROTOCOL_ERROR, "", "a packet before CONNECT", "send CONNECT first");
        }
        clientId =
                sent.payload().clientIdentifier() == null ? "" : sent.payload().clientIdentifier();
        writer.speak(ConnectRequest.isMqtt5(sent.variableHeader()), true);
        ConnectRequest request = ConnectRequest.of(sent);
        clientId = request.clientId();
        writer.speak(request.mqtt5(), request.problemInformation());
        AccessControl.Permissions asked = broker.access().permissions(principal, clientId);
        if (!asked.allowsConnect(clientId, request.connectAttributes())) {
            broker.events().connectRefused(this);
            throw RefusedException.byPolicy(
                    "iot:Connect",
                    "client/" + clientId
                            + (request.connectAttributes().isEmpty()
                                    ? ""
                                    : " with iot:ConnectAttributes " + request.connectAttributes()),
                    clientId);
        }
        permissions = asked;
        Broker.Arrival arrival = broker.arrive(this, request);
        established = new Established(
                request,
                arrival.session(),
                asked,
                new Publishing(broker, asked),
                new Subscribing(broker, asked, request.mqtt5()));
        silence = Limits.silence(request.keepAliveSeconds());
        heard();
        watch();
        writer.accept(arrival.resumed(), Capabilities.of(request));
        LOG.info("MQTT client '{}' connected ({}, {})", shown(clientId), principal.name(), principal.address());
        MqttConnection displaced = arrival.displaced();
        if (displaced != null) {
            displaced.end(DisconnectReason.DUPLICATE_CLIENTID);
        }
        presenceVersion = broker.events().connected(this);
        broker.resume(arrival.session());
    }

    private void publish(Established current, MqttPublishMessage packet) throws RefusedException {
        int qos = packet.fixedHeader().qosLevel().value();
        int packetId = packet.variableHeader().packetId();
        if (current.request().mqtt5() && packet.fixedHeader().remainingLength() > Limits.PACKET_BYTES) {
            throw RefusedException.fatal(
                    ReasonCode.PACKET_TOO_LARGE,
                    packet.variableHeader().topicName(),
                    "a packet of more than " + Limits.PACKET_BYTES + " bytes",
                    "send fewer or shorter properties: the maximum packet size is in CONNACK");
        }
        Message message;
        try {
            message = current.publishing().accept(packet);
        } catch (RefusedException e) {
            if (e.isFatal() || !current.request().mqtt5() || qos == 0) {
                throw e;
            }
            tell(Asked.PUBLISH, e, "PUBACK " + e.code());
            writer.puback(packetId, e.code(), e.why());
            return;
        }
        if (qos == 1) {
            writer.puback(packetId, ReasonCode.SUCCESS, "");
        }
        broker.publish(message, current.session());
    }

    private void subscribe(Established current, MqttSubscribeMessage packet) throws RefusedException {
        List<RefusedException> refused = new ArrayList<>();
        Subscribing.Outcome outcome = current.subscribing().subscribe(current.session(), packet, refused::add);
        for (RefusedException each : refused) {
            if (broker.refusedSubscriptionCloses() && each.code() == ReasonCode.NOT_AUTHORIZED) {
                throw each;
            }
            tell(Asked.SUBSCRIBE, each, "SUBACK " + each.code());
        }
        writer.suback(packet.variableHeader().messageId(), outcome.codes());
        if (!outcome.granted().isEmpty()) {
            broker.events().subscribed(this, outcome.granted());
        }
        outcome.retained()
                .forEach(each -> broker.sendRetained(
                        current.session(),
                        each.topicFilter(),
                        each.qualityOfService().value()));
    }

    private void unsubscribe(Established current, MqttUnsubscribeMessage packet) {
        List<String> filters = packet.payload().topics();
        List<ReasonCode> codes = filters.stream()
                .map(filter -> broker.unsubscribe(current.session(), filter)
                        ? ReasonCode.SUCCESS
                        : ReasonCode.NO_SUBSCRIPTION_EXISTED)
                .toList();
        writer.unsuback(packet.variableHeader().messageId(), codes);
        broker.events().unsubscribed(this, filters);
    }

    private void disconnect(Established current, MqttMessage packet) throws RefusedException {
        willWanted = false;
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            willWanted = header.reasonCode() != MqttReasonCodeAndPropertiesVariableHeader.REASON_CODE_OK;
            long seconds = MessageProperties.number(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, -1);
            if (seconds > 0 && current.request().askedKept().isZero()) {
                willWanted = true;
                throw RefusedException.fatal(
                        ReasonCode.PROTOCOL_ERROR,
                        "",
                        "a session expiry in DISCONNECT after a CONNECT without one",
                        "send the session expiry in CONNECT");
            }
            if (seconds >= 0) {
                current.session().kept(Limits.sessionKept(Duration.ofSeconds(seconds)));
            }
        }
        end(DisconnectReason.CLIENT_INITIATED_DISCONNECT);
    }

    /** Answers what cannot be answered packet by packet: the connection ends. */
    private void refuse(Asked asked, RefusedException refused) {
        tell(asked, refused, established == null ? writer.refusal(refused.code()) : writer.farewell(refused.code()));
        if (established == null) {
            writer.refuse(refused.code(), refused.why());
        }
        DisconnectReason reason = refused.code() == ReasonCode.NOT_AUTHORIZED
                ? DisconnectReason.AUTH_ERROR
                : DisconnectReason.CLIENT_ERROR;
        end(reason, refused.code(), refused.why());
    }

    private void tell(Asked asked, RefusedException refused, String answer) {
        tell(asked, refused.subject(), answer, refused.why(), refused.remedy());
    }

    private void tell(Asked asked, String subject, String answer, String why, String remedy) {
        broker.tell(new Refused(asked, principal.client(clientId), subject, answer, why, remedy));
    }

    /** For the log: what a client sends must not start a line of its own there. */
    private static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Says that the client does not read what it gets, and a message was dropped for it. */
    void tellOfOverflow(Message dropped, long waitingBytes) {
        tell(
                Asked.DELIVERY,
                dropped.topic(),
                "nothing: the message and those after it are dropped",
                waitingBytes + " bytes wait for this client already",
                "read and acknowledge faster, or let others send less");
    }

    /** Sends a message of a subscription; false when it is not for this client: too old, or larger than it takes. */
    boolean send(Message message, int packetId) {
        long now = broker.nowMillis();
        Established current = established;
        if (current == null
                || message.isExpired(now)
                || message.bytes() > current.request().largestPacket()) {
            return false;
        }
        writer.publish(message, packetId, message.propertiesAt(now));
        return true;
    }

    /** The client has taken what was sent. */
    void drained() {
        Established current = established;
        if (current != null && !ended) {
            current.session().resume();
        }
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
        end(reason, reason.code(), "");
    }

    private void end(DisconnectReason reason, ReasonCode code, String why) {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(timer);
        Established last = established;
        if (last != null && code != ReasonCode.SUCCESS) {
            writer.disconnect(code, why);
        }
        writer.close();
        if (last == null) {
            return;
        }
        LOG.info("MQTT client '{}' disconnected: {}", shown(clientId), reason);
        broker.leave(this, last.session());
        broker.events().disconnected(this, presenceVersion, reason);
        Will will = last.request().will();
        if (will != null && willWanted) {
            broker.say(last.session(), () -> say(last, will), will.delay());
        }
    }

    private void say(Established last, Will will) {
        try {
            broker.publish(last.publishing().accept(will), last.session());
        } catch (RefusedException e) {
            tell(Asked.PUBLISH, e, "nothing: the will is not published");
        }
    }
}
