package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.sim.cloud.tls.CertificateRole;

/** What clients of MQTT 5 do not do by themselves, each with the code that AWS documents for it. */
class Mqtt5OffencesIT {
    /** One for all: making credentials takes longer than a test. */
    @TempDir
    private static Path directory;

    private LocalCloud cloud;
    private RawMqtt5 client;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        client = new RawMqtt5(cloud.credentials(), cloud.mqttPort());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        cloud.close();
    }

    private static MqttMessageBuilders.PublishBuilder publish(String topic, MqttQoS qos, int bytes) {
        return MqttMessageBuilders.publish()
                .topicName(topic)
                .qos(qos)
                .messageId(qos == MqttQoS.AT_MOST_ONCE ? 0 : 1)
                .payload(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    private static MqttProperties properties(MqttProperties.MqttProperty<?> property) {
        MqttProperties properties = new MqttProperties();
        properties.add(property);
        return properties;
    }

    private static MqttMessageBuilders.SubscribeBuilder subscribe(String filter) {
        return MqttMessageBuilders.subscribe().messageId(1).addSubscription(MqttQoS.AT_LEAST_ONCE, filter);
    }

    static Stream<Arguments> offences() {
        MqttMessageBuilders.SubscribeBuilder nine =
                MqttMessageBuilders.subscribe().messageId(1);
        for (int i = 0; i < 9; i++) {
            nine.addSubscription(MqttQoS.AT_LEAST_ONCE, "n/" + i);
        }
        return Stream.of(
                Arguments.of(
                        "QoS 2", 0x9B, publish("a", MqttQoS.EXACTLY_ONCE, 1).build()),
                Arguments.of(
                        "a subscription with QoS 2",
                        0x9B,
                        MqttMessageBuilders.subscribe()
                                .messageId(1)
                                .addSubscription(MqttQoS.EXACTLY_ONCE, "a")
                                .build()),
                Arguments.of("alias 9", 0x94, alias("a", 9)),
                Arguments.of("alias 0", 0x94, alias("a", 0)),
                Arguments.of("an alias that stands for nothing", 0x82, alias("", 3)),
                Arguments.of(
                        "131,073 bytes",
                        0x95,
                        publish("a", MqttQoS.AT_LEAST_ONCE, 131_073).build()),
                Arguments.of(
                        "a packet of 151,000 bytes",
                        0x95,
                        publish("a", MqttQoS.AT_LEAST_ONCE, 131_000)
                                .properties(properties(new UserProperty("k", "v".repeat(20_000))))
                                .build()),
                Arguments.of(
                        "a bad topic with QoS 0",
                        0x90,
                        publish("1/2/3/4/5/6/7/8/9", MqttQoS.AT_MOST_ONCE, 1).build()),
                Arguments.of("nine filters", 0x97, nine.build()),
                Arguments.of(
                        "a subscription identifier",
                        0xA1,
                        subscribe("a")
                                .properties(properties(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER, 7)))
                                .build()),
                Arguments.of(
                        "no local for a group",
                        0x82,
                        MqttMessageBuilders.subscribe()
                                .messageId(1)
                                .addSubscription(
                                        "$share/g/a",
                                        new MqttSubscriptionOption(
                                                MqttQoS.AT_LEAST_ONCE,
                                                true,
                                                false,
                                                RetainedHandlingPolicy.SEND_AT_SUBSCRIBE))
                                .build()),
                Arguments.of(
                        "a second CONNECT",
                        0x82,
                        MqttMessageBuilders.connect()
                                .protocolVersion(MqttVersion.MQTT_5)
                                .clientId("D")
                                .build()),
                Arguments.of(
                        "a session that DISCONNECT begins",
                        0x82,
                        MqttMessageBuilders.disconnect()
                                .properties(properties(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 60)))
                                .build()));
    }

    private static MqttMessage alias(String topic, int alias) {
        return publish(topic, MqttQoS.AT_LEAST_ONCE, 1)
                .properties(properties(new IntegerProperty(MqttProperties.TOPIC_ALIAS, alias)))
                .build();
    }

    private int farewell() throws Exception {
        MqttMessage said = client.next(MqttMessageType.DISCONNECT);
        MqttReasonCodeAndPropertiesVariableHeader header =
                (MqttReasonCodeAndPropertiesVariableHeader) said.variableHeader();
        return Byte.toUnsignedInt(header.reasonCode());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("offences")
    void anOffenceEndsTheConnectionWithItsCode(String name, int code, MqttMessage packet) throws Exception {
        client.connect("D", UnaryOperator.identity());

        client.send(packet);

        assertThat(farewell()).isEqualTo(code);
    }

    @Test
    void bytesThatAreNotMqttAreMalformed() throws Exception {
        client.connect("D", UnaryOperator.identity());

        // A PUBLISH with a property that does not exist.
        client.send(new byte[] {0x30, 0x06, 0x00, 0x01, 'a', 0x02, 0x7F, 0x01});

        assertThat(farewell()).isEqualTo(0x81);
    }

    @Test
    void enhancedAuthenticationIsRefused() throws Exception {
        MqttConnAckMessage answer = (MqttConnAckMessage) client.connect(
                "D", it -> it.properties(properties(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, "X"))));

        assertThat(Byte.toUnsignedInt(
                        answer.variableHeader().connectReturnCode().byteValue()))
                .isEqualTo(0x8C);
    }

    /** What came until an empty message, the topics' first letters. */
    private String arrivals(boolean acknowledge) throws Exception {
        StringBuilder seen = new StringBuilder();
        while (true) {
            MqttPublishMessage packet = (MqttPublishMessage) client.next(MqttMessageType.PUBLISH);
            if (packet.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE) {
                return seen.toString();
            }
            seen.append(packet.payload().toString(StandardCharsets.UTF_8).charAt(0));
            if (acknowledge) {
                acknowledge(packet.variableHeader().packetId());
            }
        }
    }

    private void acknowledge(int packetId) throws Exception {
        client.send(new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                MqttMessageIdVariableHeader.from(packetId)));
    }

    @Test
    void aClientGetsNoMoreAtATimeThanItsReceiveMaximum() throws Exception {
        client.connect("D", it -> it.properties(properties(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, 2))));
        client.send(subscribe("a").build());
        client.next(MqttMessageType.SUBACK);
        try (Stranger writer = Stranger.connected(cloud, CertificateRole.WITNESS, "writer")) {
            for (String payload : new String[] {"1", "2", "3", "4"}) {
                writer.publish("a", payload);
            }
            writer.client.publish("a", new byte[0], 0, false);

            assertThat(arrivals(false)).isEqualTo("12");
            acknowledge(1);
            acknowledge(2);
            client.next(MqttMessageType.PUBLISH);
            client.next(MqttMessageType.PUBLISH);
        }
    }

    @Test
    void aClientGetsNothingLargerThanItTakes() throws Exception {
        client.connect(
                "D", it -> it.properties(properties(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, 1000))));
        client.send(subscribe("a").build());
        client.next(MqttMessageType.SUBACK);
        try (Stranger writer = Stranger.connected(cloud, CertificateRole.WITNESS, "writer")) {
            writer.publish("a", "s");
            writer.publish("a", "L".repeat(2000));
            writer.publish("a", "t");
            writer.client.publish("a", new byte[0], 0, false);

            assertThat(arrivals(true)).isEqualTo("st");
        }
    }
}
