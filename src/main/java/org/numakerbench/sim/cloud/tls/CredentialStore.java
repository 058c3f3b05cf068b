package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials of one local AWS IoT: made on first use, used again afterwards, renewed when they are about to expire,
 * do not fit together, or lack a name.
 */
public final class CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialStore.class);

    /** Renewed when less than this is left: a nightly run must not see its certificate expire. */
    static final Duration RENEW_BEFORE = Duration.ofDays(7);

    // A file lock works between processes only.
    private static final ReentrantLock WITHIN_PROCESS = new ReentrantLock();

    private final Credentials paths;
    private final CertifiedKey authority;
    private final CertifiedKey server;
    private final Map<CertificateRole, CertifiedKey> clients;

    private CredentialStore(
            Credentials paths,
            CertifiedKey authority,
            CertifiedKey server,
            Map<CertificateRole, CertifiedKey> clients) {
        this.paths = paths;
        this.authority = authority;
        this.server = server;
        this.clients = clients;
    }

    /**
     * Opens a directory; several processes may do so at once.
     *
     * @param directory made with mode 0700 if it is missing
     * @param bindHost the address the server will listen on; its names go into the server's certificate
     * @throws IOException when files cannot be read or written
     */
    public static CredentialStore open(Path directory, String bindHost, Instant now) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        WITHIN_PROCESS.lock();
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(".lock"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                FileLock lock = channel.lock()) {
            return lock.isValid() ? loadOrMake(directory, bindHost, now) : open(directory, bindHost, now);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make credentials in " + directory + ": " + e.getMessage(), e);
        } finally {
            WITHIN_PROCESS.unlock();
        }
    }

    private static CredentialStore loadOrMake(Path directory, String bindHost, Instant now)
            throws IOException, GeneralSecurityException {
        PemFiles files = new PemFiles(directory);
        CertificateMaker maker = new CertificateMaker(now);
        Instant enough = now.plus(RENEW_BEFORE);

        CertifiedKey authority = files.exist("ca.pem", "ca.key.pem") ? files.read("ca.pem", "ca.key.pem") : null;
        if (authority == null || !authority.isValidUntil(enough) || !authority.keyFits()) {
            LOG.info("Making a certificate authority in {}", directory);
            authority = maker.authority();
            files.write("ca.pem", "ca.key.pem", authority);
        }

        Set<String> names = ServerNames.forHost(bindHost);
        CertifiedKey server = current(files, "server", authority, enough);
        if (server == null || !ServerNames.covers(server.certificate(), names)) {
            server = maker.server(authority, ServerNames.alternativeNames(names));
            files.write("server.crt.pem", "server.key.pem", server);
        }

        Map<CertificateRole, CertifiedKey> clients = new EnumMap<>(CertificateRole.class);
        for (CertificateRole role : CertificateRole.values()) {
            CertifiedKey client = current(files, role.fileName(), authority, enough);
            if (client == null) {
                client = maker.client(authority, role);
                files.write(role.fileName() + ".crt.pem", role.fileName() + ".key.pem", client);
            }
            String publicKey = role.fileName() + ".pub.pem";
            if (!files.exist(publicKey) || !files.isPublicKey(publicKey, client)) {
                files.writePublicKey(publicKey, client);
            }
            clients.put(role, client);
        }
        return new CredentialStore(Credentials.in(directory), authority, server, clients);
    }

    private static @Nullable CertifiedKey current(PemFiles files, String name, CertifiedKey authority, Instant enough)
            throws IOException, GeneralSecurityException {
        if (!files.exist(name + ".crt.pem", name + ".key.pem")) {
            return null;
        }
        CertifiedKey pair = files.read(name + ".crt.pem", name + ".key.pem");
        return pair.isValidUntil(enough) && pair.isSignedBy(authority) && pair.keyFits() ? pair : null;
    }

    /** Where clients find their files. */
    public Credentials paths() {
        return paths;
    }

    /** What the server shows: its own certificate, then the authority's. */
    public List<X509Certificate> serverChain() {
        return List.of(server.certificate(), authority.certificate());
    }

    /** The server's key. */
    public PrivateKey serverKey() {
        return server.key();
    }

    /** The authority that client certificates must come from. */
    public X509Certificate authority() {
        return authority.certificate();
    }

    /** The certificate of a role. */
    public X509Certificate client(CertificateRole role) {
        CertifiedKey pair = clients.get(role);
        if (pair == null) {
            throw new IllegalStateException("no certificate for " + role);
        }
        return pair.certificate();
    }
}
