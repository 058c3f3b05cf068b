package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LowLatencySocketFactoryTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private SSLSocketFactory plain;
    private ServerSocket server;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        plain = SSLContext.getDefault().getSocketFactory();
        server = new ServerSocket(0, 10, LOOPBACK);
        port = server.getLocalPort();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private interface Variant {
        Socket create(SSLSocketFactory factory) throws Exception;
    }

    @TestFactory
    List<DynamicTest> everyVariantTurnsNagleOff() {
        String host = LOOPBACK.getHostAddress();
        return List.of(
                turnsNagleOff("unconnected, as Paho uses it", SSLSocketFactory::createSocket),
                turnsNagleOff("host", it -> it.createSocket(host, port)),
                turnsNagleOff("host, from", it -> it.createSocket(host, port, LOOPBACK, 0)),
                turnsNagleOff("address", it -> it.createSocket(LOOPBACK, port)),
                turnsNagleOff("address, from", it -> it.createSocket(LOOPBACK, port, LOOPBACK, 0)),
                turnsNagleOff("over a socket", it -> it.createSocket(new Socket(LOOPBACK, port), host, port, true)));
    }

    private DynamicTest turnsNagleOff(String name, Variant variant) {
        return DynamicTest.dynamicTest(name, () -> {
            try (Socket before = variant.create(plain);
                    Socket socket = variant.create(new LowLatencySocketFactory(plain))) {
                assertThat(before.getTcpNoDelay()).isFalse();
                assertThat(socket.getTcpNoDelay()).isTrue();
                assertThat(socket).isInstanceOf(SSLSocket.class);
            }
        });
    }

    @Test
    void alpnNamesAreSentWhereTheyAreGivenAndOnlyThere() throws Exception {
        try (SSLSocket with = (SSLSocket) new LowLatencySocketFactory(plain, "x-amzn-mqtt-ca").createSocket();
                SSLSocket without = (SSLSocket) new LowLatencySocketFactory(plain).createSocket()) {
            assertThat(with.getSSLParameters().getApplicationProtocols()).containsExactly("x-amzn-mqtt-ca");
            assertThat(without.getSSLParameters().getApplicationProtocols()).isEmpty();
        }
    }

    @Test
    void cipherSuitesAreThoseOfTheFactoryBehindIt() {
        LowLatencySocketFactory factory = new LowLatencySocketFactory(plain);

        assertThat(factory.getDefaultCipherSuites()).isEqualTo(plain.getDefaultCipherSuites());
        assertThat(factory.getSupportedCipherSuites()).isEqualTo(plain.getSupportedCipherSuites());
    }
}
