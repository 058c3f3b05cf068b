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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.sim.cloud.tls.KnownCertificates;
import org.numakerbench.sim.cloud.tls.RefusedCertificateException;
import org.numakerbench.sim.cloud.tls.SecurityPolicy;
import org.numakerbench.sim.cloud.tls.ServerKeys;
import org.numakerbench.sim.cloud.tls.ServerNames;
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
    private final X509Certificate shown;
    private final List<String> protocols;

    private Listener(
            Vertx vertx,
            CredentialStore store,
            KnownCertificates certificates,
            NetServerOptions options,
            List<String> protocols,
            Consumer<Refused> refusals) {
        this.protocols = protocols;
        this.shown = store.servers().get(0).chain().get(0);
        this.certificates = certificates;
        this.refusals = refusals;
        this.server = vertx.createNetServer(options).exceptionHandler(fault -> {
            LOG.info("a connection failed: {}", fault.toString());
            tellOf(fault);
        });
    }

    private void tellOf(Throwable fault) {
        Throwable cause = fault;
        while (cause != null && !(cause instanceof RefusedCertificateException)) {
            cause = cause.getCause();
        }
        if (cause instanceof RefusedCertificateException refused) {
            tell("", "the TLS alert certificate_unknown", refused.getMessage(), refused.remedy());
        } else {
            tell(
                    "",
                    "a TLS alert or the end of the connection",
                    fault.toString(),
                    "connect with TLS 1.2 or 1.3 and a cipher suite of " + SecurityPolicy.NAME
                            + ", trust the CA of the directory, and show a certificate that is registered here"
                            + (protocols.isEmpty() ? "" : "; " + oneByAlpn()));
        }
    }

    private String oneByAlpn() {
        return "name one of " + String.join(", ", protocols) + " by ALPN";
    }

    private void tell(String address, String answer, String why, String remedy) {
        refusals.accept(new Refused(
                Refused.Asked.TLS,
                new Refused.Client("", "", address.isEmpty() ? "address unknown" : address),
                "",
                answer,
                why,
                remedy));
    }

    private void end(NetSocket socket, String why, String remedy) {
        tell(socket.remoteAddress().hostAddress(), "the end of the connection", why, remedy);
        socket.close();
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
        Listener listener =
                new Listener(vertx, store, certificates, secure(at, store, certificates), List.of(), refusals);
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
        List<String> protocols = fronts.keySet().stream().sorted().toList();
        options.getSslOptions().setApplicationLayerProtocols(protocols);
        Listener listener = new Listener(vertx, store, certificates, options, protocols, refusals);
        listener.server.connectHandler(socket -> {
            String protocol = socket.applicationLayerProtocol();
            Front front = protocol == null ? null : fronts.get(protocol);
            if (front == null) {
                listener.end(socket, "the client named no ALPN protocol that this port has", listener.oneByAlpn());
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
            end(socket, "no certificate that is registered here", "bench cloud certificate register FILE");
        } else if (wrongName(socket).isPresent()) {
            end(
                    socket,
                    "the client asked for the server '" + wrongName(socket).get() + "' (SNI)",
                    "name one of " + String.join(", ", ServerNames.hosts(shown)) + ", or none");
        } else {
            front.accept((NetSocketInternal) socket, principal.get());
        }
    }

    /** The name a client asked for that is none of this server's; empty when it asked for none. */
    private Optional<String> wrongName(NetSocket socket) {
        if (!(socket.sslSession() instanceof ExtendedSSLSession session)) {
            return Optional.empty();
        }
        return session.getRequestedServerNames().stream()
                .map(each -> new String(each.getEncoded(), StandardCharsets.US_ASCII))
                .filter(name -> !ServerNames.mayBeAsked(shown, name))
                .findFirst();
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
        NetServerOptions options = new NetServerOptions()
                .setHost(at.host())
                .setPort(at.port())
                .setTcpNoDelay(true)
                .setSsl(true)
                .setSslHandshakeTimeout(HANDSHAKE_S)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.copyOf(SecurityPolicy.VERSIONS))
                .setKeyCertOptions(keys(store))
                .setTrustOptions(TrustOptions.wrap(certificates));
        SecurityPolicy.CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
        return options;
    }

    private static KeyCertOptions keys(CredentialStore store) throws IOException {
        try {
            return KeyCertOptions.wrap(ServerKeys.of(store.servers()));
        } catch (GeneralSecurityException e) {
            throw new IOException("local AWS IoT: cannot use the server's key: " + e.getMessage(), e);
        }
    }
}
