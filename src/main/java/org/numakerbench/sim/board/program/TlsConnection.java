package org.numakerbench.sim.board.program;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.sim.board.image.Faults;
import org.numakerbench.sim.board.wire.HaltLine;
import org.numakerbench.sim.board.wire.Uart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The firmware's {@code TLSSocket::connect}: lines, TCP, handshake, the server's certificate. */
final class TlsConnection {
    private static final Logger LOG = LoggerFactory.getLogger(TlsConnection.class);
    private static final int TCP_FAILED = -1;
    private static final String BLOCK_PREFIX = "\r    ";

    private final Uart uart;
    private final HaltLine halt;
    private final Network network;
    private final Faults faults;
    private final Endpoint endpoint;
    private final int port;
    private final boolean showsChain;

    private @Nullable Socket tcp;
    private @Nullable SSLSocket tls;

    /**
     * @param port of the endpoint
     * @param showsChain from f7fc7c4 on each certificate is shown while it is verified
     */
    TlsConnection(
            Uart uart, HaltLine halt, Network network, Faults faults, Endpoint endpoint, int port, boolean showsChain) {
        this.uart = uart;
        this.halt = halt;
        this.network = network;
        this.faults = faults;
        this.endpoint = endpoint;
        this.port = port;
        this.showsChain = showsChain;
    }

    /** 0, or the code that the firmware prints. */
    int open() {
        try {
            DeviceTls credentials = DeviceTls.of(endpoint);
            uart.print("Connecting to %s:%d\r\n", endpoint.host(), port);
            Socket connected = network.connect(endpoint.host(), port);
            if (connected == null) {
                uart.print("Failed to connect\r\n");
                return TCP_FAILED;
            }
            tcp = connected;
            uart.print("Starting the TLS handshake...\r\n");
            SSLSocket shaken = shakeHands(credentials, connected);
            tls = shaken;
            printCertificates(credentials, shaken);
            return 0;
        } catch (TlsFailure e) {
            halt.check();
            LOG.debug("TLS with {}:{} failed: {}", endpoint.host(), port, String.valueOf(e.getCause()));
            uart.print("%s", e.line());
            if (tcp != null) {
                network.end(tcp, false);
            }
            return e.code();
        }
    }

    private SSLSocket shakeHands(DeviceTls credentials, Socket connected) throws TlsFailure {
        try {
            SSLSocket socket = credentials.over(connected, endpoint.host(), port);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            throw TlsFailure.ofHandshake(e);
        }
    }

    private void printCertificates(DeviceTls credentials, SSLSocket socket) throws TlsFailure {
        try {
            List<Certificate> chain = credentials.chainToRoot(socket);
            for (int depth = chain.size() - 1; showsChain && depth >= 0; depth--) {
                uart.print("\nVerifying certificate at depth %d:\n", depth);
                uart.print("%s", text(chain.get(depth), "  ", depth == 0));
                uart.print("No verification issue for this certificate\n");
            }
            uart.print("TLS connection to %s:%d established\r\n", endpoint.host(), port);
            uart.print("Server certificate:\r\n%s\r", text(chain.get(0), BLOCK_PREFIX, true));
            uart.print("Certificate verification passed\r\n\r\n");
        } catch (IOException e) {
            throw TlsFailure.ofHandshake(e);
        }
    }

    private String text(Certificate certificate, String prefix, boolean server) {
        X509Certificate x509 = (X509Certificate) certificate;
        return server && faults.has(FaultKind.CERTIFICATE_WRONG)
                ? CertificateText.forged(x509, prefix)
                : CertificateText.of(x509, prefix);
    }

    /** The encrypted socket, once open. */
    Socket socket() {
        if (tls == null) {
            throw new IllegalStateException("the TLS connection is not open");
        }
        return tls;
    }

    /** Ends the TCP connection without a last word. */
    void cut() {
        if (tcp != null) {
            HaltLine.cut(tcp);
        }
    }

    /** Ends the connection as the firmware does at the end of a test. */
    void close() {
        Socket socket = tcp;
        if (tls == null || socket == null || socket.isClosed()) {
            return;
        }
        try {
            tls.close();
        } catch (IOException e) {
            LOG.debug("closing the connection: {}", e.getMessage());
        }
        network.end(socket, true);
    }
}
