package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Picks the chain by what the client offers: under TLS 1.2 the cipher suite decides; under TLS 1.3, which leaves it to the client's
 * order, a client that can check ECDSA gets it, so that whoever knows the older of the two authorities alone goes on.
 */
public final class ServerKeys extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager keys;
    private final boolean hasElliptic;

    private ServerKeys(X509ExtendedKeyManager keys, boolean hasElliptic) {
        this.keys = keys;
        this.hasElliptic = hasElliptic;
    }

    /** Serves these. */
    public static ServerKeys of(List<ServerIdentity> servers) throws GeneralSecurityException, IOException {
        // It stays in memory: PKCS12 would encrypt the key by 10,000 rounds, and decrypt it again.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        char[] inMemoryOnly = new char[0];
        for (ServerIdentity each : servers) {
            store.setKeyEntry(
                    each.key().getAlgorithm(),
                    each.key(),
                    inMemoryOnly,
                    each.chain().toArray(X509Certificate[]::new));
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, inMemoryOnly);
        boolean elliptic =
                servers.stream().anyMatch(each -> each.key().getAlgorithm().equals("EC"));
        return new ServerKeys((X509ExtendedKeyManager) factory.getKeyManagers()[0], elliptic);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        boolean rsa = keyType.equals("RSA");
        if (rsa && hasElliptic && engine != null && prefersElliptic(engine)) {
            return null;
        }
        return keys.chooseEngineServerAlias(keyType, issuers, engine);
    }

    private static boolean prefersElliptic(SSLEngine engine) {
        return engine.getHandshakeSession() instanceof ExtendedSSLSession session
                && session.getProtocol().equals("TLSv1.3")
                && List.of(session.getPeerSupportedSignatureAlgorithms()).contains("SHA256withECDSA");
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return keys.getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keys.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keys.getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keys.chooseClientAlias(keyType, issuers, socket);
    }
}
