package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.numakerbench.files.FileFailure;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.sim.cloud.tls.KeptPairs.Check;
import org.numakerbench.sim.cloud.tls.KeptPairs.Names;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials of one local AWS IoT: made on first use, used again afterwards, renewed when they are about to expire,
 * do not fit together, or lack a name. A user's own files take the place of any of them and are never replaced.
 */
public final class CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialStore.class);

    /** Renewed when less than this is left: a nightly run must not see its certificate expire. */
    static final Duration RENEW_BEFORE = Duration.ofDays(7);

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
     * @throws UnusableFileException when a user's file is there that cannot be used
     * @throws IOException when files cannot be read or written
     */
    public static CredentialStore open(Path directory, String bindHost, Instant now) throws IOException {
        try {
            Files.createDirectories(directory, OwnersOnly.creatingClosedDirectory(directory));
        } catch (IOException e) {
            throw new UnusableFileException(
                    directory, "no directory can be made there: " + FileFailure.words(e), "name another");
        }
        return DirectoryLock.within(directory, () -> {
            try {
                return loadOrMake(directory, bindHost, now);
            } catch (GeneralSecurityException e) {
                throw new IOException("cannot make credentials in " + directory + ": " + e.getMessage(), e);
            }
        });
    }

    private static CredentialStore loadOrMake(Path directory, String bindHost, Instant now)
            throws IOException, GeneralSecurityException {
        PemFiles files = new PemFiles(directory);
        KeptPairs pairs = new KeptPairs(directory, files, now);
        CertificateMaker maker = new CertificateMaker(now);
        Check lasts = pair -> fault(!pair.isValidUntil(now.plus(RENEW_BEFORE)), "about to expire");

        CertifiedKey authority = pairs.keep(
                new Names("ca.pem", "ca.key.pem"),
                pair -> fault(!pair.isAuthority(), "no certificate authority's"),
                lasts,
                () -> {
                    LOG.info("Making a certificate authority in {}", directory);
                    return maker.authority();
                });
        Check isSigned = pair -> fault(!pair.isSignedBy(authority), "ca.pem did not sign it");

        Set<String> names = ServerNames.forHost(bindHost);
        CertifiedKey server = pairs.keep(
                Names.of("server"),
                pair -> pair.isSignedBy(authority)
                        ? fault(!ServerNames.covers(pair.certificate(), names), "lacks one of the names " + names)
                        : isSigned.faultOf(pair),
                lasts,
                () -> maker.server(authority, ServerNames.alternativeNames(names)));

        Map<CertificateRole, CertifiedKey> clients = new EnumMap<>(CertificateRole.class);
        for (CertificateRole role : CertificateRole.values()) {
            // A user's own may come from anywhere: it is known by its fingerprint, as with AWS.
            CertifiedKey client = pairs.keep(
                    Names.of(role.fileName()),
                    pair -> Optional.empty(),
                    pair -> pair.isSignedBy(authority) ? lasts.faultOf(pair) : isSigned.faultOf(pair),
                    () -> maker.client(authority, role.fileName(), role == CertificateRole.DEVICE));
            String publicKey = role.fileName() + ".pub.pem";
            if (files.mayWrite(publicKey)) {
                files.writePublicKey(publicKey, client);
            } else {
                LOG.info("{} was not made here and stays; nothing needs it", directory.resolve(publicKey));
            }
            clients.put(role, client);
        }
        return new CredentialStore(Credentials.in(directory), authority, server, clients);
    }

    private static Optional<String> fault(boolean is, String text) {
        return is ? Optional.of(text) : Optional.empty();
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

    /**
     * Makes a key and a certificate of it for a thing, signed by this cloud's authority.
     *
     * @throws UnusableFileException when something lies there already
     */
    public X509Certificate issue(ThingFiles files, Instant now) throws IOException {
        try {
            CertifiedKey made = new CertificateMaker(now).client(authority, files.thing(), true);
            files.write(made);
            return made.certificate();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a certificate for " + files.thing() + ": " + e.getMessage(), e);
        }
    }
}
