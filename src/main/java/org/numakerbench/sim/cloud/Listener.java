package org.numakerbench.sim.cloud;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.sim.cloud.tls.KnownCertificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One port: mutual TLS 1.2 or 1.3, no Nagle delay, and behind it the protocol of the port or the one ALPN names. */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    /** More than any client's patience: a simulator on a busy host must not end what its clients would still wait for. */
    private static final long HANDSHAKE_S = 60;

    /** Serves a connection whose client is known. */
    interface Front extends BiConsumer<NetSocketInternal, Principal> {}

    private final KnownCertificates certificates;
    private final NetServer server;
    private final Consumer<Refused> refusals;

    private Listener(
            Vertx vertx, KnownCertificates certificates, NetServerOptions options, Consumer<Refused> refusals) {
        this.certificates = certificates;
        this.refusals = refusals;
        this.server = vertx.createNetServer(options).exceptionHandler(fault -> {
            LOG.info("a connection failed: {}", fault.toString());
            tell("", fault.toString());
        });
    }

    private void tell(String address, String why) {
        refusals.accept(new Refused(
                Refused.Asked.TLS,
                new Refused.Client("", "", address.isEmpty() ? "address unknown" : address),
                "",
                "a TLS alert or the end of the connection",
                why,
                "connect with TLS 1.2 or 1.3, trust the CA of the directory, and show a certificate that is"
                        + " registered here"));
    }

    /** A port with one protocol; what a client says by ALPN is ignored, as AWS does on 8883 and 8443. */
    static Listener of(
            Vertx vertx,
            CredentialStore store,
            KnownCertificates certificates,
            At at,
            Front front,
            Consumer<Refused> refusals)
            throws IOException {
        Listener listener = new Listener(vertx, certificates, secure(at, store, certificates), refusals);
        listener.server.connectHandler(socket -> listener.accept(socket, front));
        return listener;
    }

    /** A port that serves whatever protocol the client names by ALPN, as AWS does on 443. */
    static Listener byAlpn(
            Vertx vertx,
            CredentialStore store,
            KnownCertificates certificates,
            At at,
            Map<String, Front> fronts,
            Consumer<Refused> refusals)
            throws IOException {
        NetServerOptions options = secure(at, store, certificates).setUseAlpn(true);
        options.getSslOptions().setApplicationLayerProtocols(List.copyOf(fronts.keySet()));
        Listener listener = new Listener(vertx, certificates, options, refusals);
        listener.server.connectHandler(socket -> {
            String protocol = String.valueOf(socket.applicationLayerProtocol());
            Front front = fronts.get(protocol);
            if (front == null) {
                LOG.info("a client named no protocol this port has ({}): {}", fronts.keySet(), protocol);
                listener.tell(
                        socket.remoteAddress().hostAddress(),
                        "ALPN named " + protocol + ", and this port has " + fronts.keySet());
                socket.close();
            } else {
                listener.accept(socket, front);
            }
        });
        return listener;
    }

    /** Where to listen; port 0 is any free one. */
    record At(String host, int port) {}

    /** Starts to listen; the future gives the port. */
    Future<Integer> listen() {
        return server.listen().map(NetServer::actualPort);
    }

    /** Stops listening and closes every connection. */
    Future<Void> close() {
        return server.close();
    }

    private void accept(NetSocket socket, Front front) {
        Optional<Principal> principal = principal(socket);
        if (principal.isEmpty()) {
            tell(socket.remoteAddress().hostAddress(), "no certificate that is registered here");
            socket.close();
        } else {
            front.accept((NetSocketInternal) socket, principal.get());
        }
    }

    private Optional<Principal> principal(NetSocket socket) {
        SSLSession session = socket.sslSession();
        try {
            if (session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
                String address = socket.remoteAddress().hostAddress();
                return certificates.nameOf(certificate).map(name -> Principal.of(name, certificate, address));
            }
        } catch (SSLPeerUnverifiedException e) {
            LOG.info("a client without a certificate: {}", e.getMessage());
        }
        return Optional.empty();
    }

    private static NetServerOptions secure(At at, CredentialStore store, KnownCertificates certificates)
            throws IOException {
        return new NetServerOptions()
                .setHost(at.host())
                .setPort(at.port())
                .setTcpNoDelay(true)
                .setSsl(true)
                .setSslHandshakeTimeout(HANDSHAKE_S)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setKeyCertOptions(keys(store))
                .setTrustOptions(TrustOptions.wrap(certificates));
    }

    private static KeyCertOptions keys(CredentialStore store) throws IOException {
        try {
            // It stays in memory: PKCS12 would encrypt the key by 10,000 rounds, and decrypt it again.
            KeyStore keys = KeyStore.getInstance("JKS");
            keys.load(null, null);
            char[] inMemoryOnly = new char[0];
            keys.setKeyEntry(
                    "server",
                    store.serverKey(),
                    inMemoryOnly,
                    store.serverChain().toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, inMemoryOnly);
            return KeyCertOptions.wrap(factory);
        } catch (GeneralSecurityException e) {
            throw new IOException("local AWS IoT: cannot use the server's key: " + e.getMessage(), e);
        }
    }
}
