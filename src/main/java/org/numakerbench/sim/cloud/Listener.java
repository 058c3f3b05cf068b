package org.numakerbench.sim.cloud;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.sim.cloud.tls.KnownCertificates;

/** What both ports have in common: mutual TLS 1.2 or 1.3, no Nagle delay. */
final class Listener {
    private Listener() {}

    static NetServerOptions secure(NetServerOptions options, CredentialStore store, KnownCertificates certificates)
            throws IOException {
        return options.setTcpNoDelay(true)
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setKeyCertOptions(keys(store))
                .setTrustOptions(TrustOptions.wrap(certificates));
    }

    private static KeyCertOptions keys(CredentialStore store) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
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
