package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private final List<ServerIdentity> servers;
    private final Map<CertificateRole, CertifiedKey> clients;

    private CredentialStore(
            Credentials paths,
            CertifiedKey authority,
            List<ServerIdentity> servers,
            Map<CertificateRole, CertifiedKey> clients) {
        this.paths = paths;
        this.authority = authority;
        this.servers = List.copyOf(servers);
        this.clients = clients;
    }

    /** Which clients can check what the server shows. */
    public enum Serves {
        /** Those that know ECDSA, or whatever a user's own certificate asks for. */
        MOST,
        /** Those without elliptic curves, too: a second chain is RSA throughout. Its keys take a second to make. */
        ALL
    }

    /** The same, for most clients. */
    public static CredentialStore open(Path directory, String bindHost, Instant now) throws IOException {
        return open(directory, bindHost, now, Serves.MOST);
    }

    /**
     * Opens a directory; several processes may do so at once.
     *
     * @param directory made with mode 0700 if it is missing
     * @param bindHost the address the server will listen on; its names go into the server's certificate
     * @param serves whether an RSA chain is wanted beside
     * @throws UnusableFileException when a user's file is there that cannot be used
     * @throws IOException when files cannot be read or written
     */
    public static CredentialStore open(Path directory, String bindHost, Instant now, Serves serves) throws IOException {
        try {
            Files.createDirectories(directory, OwnersOnly.creatingClosedDirectory(directory));
        } catch (IOException e) {
            throw new UnusableFileException(
                    directory, "no directory can be made there: " + FileFailure.words(e), "name another");
        }
        return DirectoryLock.within(directory, () -> {
            try {
                return loadOrMake(directory, bindHost, now, serves);
            } catch (GeneralSecurityException e) {
                throw new IOException("cannot make credentials in " + directory + ": " + e.getMessage(), e);
            }
        });
    }

    private static CredentialStore loadOrMake(Path directory, String bindHost, Instant now, Serves serves)
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
        Check isSigned = signedBy(authority, "ca.pem");

        Set<String> names = ServerNames.forHost(bindHost);
        CertifiedKey server = pairs.keep(
                Names.of("server"),
                KeptPairs.both(isSigned, naming(names)),
                lasts,
                () -> maker.server(authority, ServerNames.alternativeNames(names)));
        List<ServerIdentity> servers = new ArrayList<>();
        servers.add(identity(server, authority));
        if (serves == Serves.ALL && !isRsa(server) && files.mayWrite("server.crt.pem")) {
            Optional<CertifiedKey> signer = rsaAuthority(pairs, files, maker, lasts, authority);
            if (signer.isPresent()) {
                CertifiedKey rsa = pairs.keep(
                        Names.of("server-rsa"),
                        KeptPairs.both(signedBy(signer.get(), "its authority"), naming(names)),
                        lasts,
                        () -> maker.rsaServer(signer.get(), ServerNames.alternativeNames(names)));
                servers.add(identity(rsa, signer.get()));
            }
        }

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
        return new CredentialStore(Credentials.in(directory), authority, servers, clients);
    }

    /**
     * Who signs what clients without elliptic curves are shown; the bench's own {@code ca.pem} holds it after the first
     * authority, so that one file is enough for every client. Empty: the user's authority cannot, and its file stays as it is.
     */
    private static Optional<CertifiedKey> rsaAuthority(
            KeptPairs pairs, PemFiles files, CertificateMaker maker, Check lasts, CertifiedKey authority)
            throws IOException, GeneralSecurityException {
        if (isRsa(authority)) {
            return Optional.of(authority);
        }
        if (!files.mayWrite("ca.pem")) {
            LOG.info("clients without ECDSA are not served: ca.pem is a user's, and not RSA");
            return Optional.empty();
        }
        CertifiedKey made = pairs.keep(
                new Names("ca-rsa.pem", "ca-rsa.key.pem"),
                pair -> fault(!(pair.isAuthority() && isRsa(pair)), "no RSA certificate authority's"),
                lasts,
                maker::rsaAuthority);
        files.writeCertificates("ca.pem", List.of(authority.certificate(), made.certificate()));
        return Optional.of(made);
    }

    private static ServerIdentity identity(CertifiedKey server, CertifiedKey authority) {
        return new ServerIdentity(server.key(), List.of(server.certificate(), authority.certificate()));
    }

    private static boolean isRsa(CertifiedKey pair) {
        return pair.key().getAlgorithm().equals("RSA");
    }

    private static Check signedBy(CertifiedKey authority, String name) {
        return pair -> fault(!pair.isSignedBy(authority), name + " did not sign it");
    }

    private static Check naming(Set<String> names) {
        return pair -> fault(!ServerNames.covers(pair.certificate(), names), "lacks one of the names " + names);
    }

    private static Optional<String> fault(boolean is, String text) {
        return is ? Optional.of(text) : Optional.empty();
    }

    /** Where clients find their files. */
    public Credentials paths() {
        return paths;
    }

    /** What the server shows, one of them by what the client offers. */
    public List<ServerIdentity> servers() {
        return servers;
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
