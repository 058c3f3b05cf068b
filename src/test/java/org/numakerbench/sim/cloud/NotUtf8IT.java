package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.sim.cloud.tls.CertificateRole;

/** MQTT-1.5.3-1: a server that is sent a string that is not UTF-8 closes the connection. JSON that is not gets 415. */
class NotUtf8IT {
    private static final byte[] HALF_A_CHARACTER = {'a', (byte) 0xC3, (byte) 0x28};
    private static final byte[] SURROGATE = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};

    @TempDir
    private Path directory;

    private LocalCloud cloud;
    private Visitors visitors;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        visitors = new Visitors(cloud);
    }

    @AfterEach
    void stop() throws Exception {
        visitors.close();
        cloud.close();
    }

    /** Where in a session the string stands. */
    enum Place {
        TOPIC,
        FILTER,
        CLIENT_ID
    }

    @ParameterizedTest
    @EnumSource
    void endsTheConnection(Place place) throws Exception {
        for (byte[] wrong : new byte[][] {HALF_A_CHARACTER, SURROGATE}) {
            byte[] clientId = "raw".getBytes(StandardCharsets.UTF_8);
            try (SSLSocket socket = (SSLSocket) Stranger.tls(cloud.credentials(), CertificateRole.DEVICE)
                    .getSocketFactory()
                    .createSocket("localhost", cloud.mqttPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(connect(place == Place.CLIENT_ID ? wrong : clientId));
                if (place == Place.CLIENT_ID) {
                    // The connection is refused with a code, then ends.
                    assertThat(socket.getInputStream().readNBytes(4)).endsWith((byte) 2);
                } else {
                    assertThat(socket.getInputStream().readNBytes(4)).endsWith((byte) 0);
                    socket.getOutputStream().write(place == Place.TOPIC ? publish(wrong) : subscribe(wrong));
                }
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void isRefusedInAShadowDocumentOverMqttToo() throws Exception {
        Stranger device = visitors.device("D");
        device.client.subscribe("$aws/things/T/shadow/update/rejected", 1);

        byte[] document = "{\"state\":{\"reported\":{\"a\":\"?\"}}}".getBytes(StandardCharsets.UTF_8);
        document[27] = (byte) 0xFF;
        device.client.publish("$aws/things/T/shadow/update", document, 1, false);

        assertThat(visitors.next(device, "$aws/things/T/shadow/update/rejected")
                        .get("code")
                        .intValue())
                .isEqualTo(415);
    }

    private static byte[] connect(byte[] clientId) throws IOException {
        return packet(0x10, field("MQTT".getBytes(StandardCharsets.UTF_8)), new byte[] {4, 2, 0, 60}, field(clientId));
    }

    private static byte[] publish(byte[] topic) throws IOException {
        return packet(0x30, field(topic), new byte[] {'x'});
    }

    private static byte[] subscribe(byte[] filter) throws IOException {
        return packet(0x82, new byte[] {0, 1}, field(filter), new byte[] {1});
    }

    private static byte[] packet(int type, byte[]... parts) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] each : parts) {
            body.write(each);
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(type);
        packet.write(body.size());
        body.writeTo(packet);
        return packet.toByteArray();
    }

    private static byte[] field(byte[] text) throws IOException {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write(0);
        field.write(text.length);
        field.write(text);
        return field.toByteArray();
    }
}
