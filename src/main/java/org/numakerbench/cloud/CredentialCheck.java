package org.numakerbench.cloud;

import static org.numakerbench.cloud.CredentialFinding.broken;
import static org.numakerbench.cloud.CredentialFinding.ok;
import static org.numakerbench.cloud.CredentialFinding.warning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Do the files that a person downloaded fit together, and will they do for AWS IoT and for the firmware? */
public final class CredentialCheck {
    /** Long enough before a certificate expires to renew it in working hours. */
    public static final Duration EXPIRES_SOON = Duration.ofDays(30);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);
    /** AWS IoT takes RSA of at least 2048 bits and these curves (Developer Guide, transport security). */
    private static final int RSA_BITS = 2048;

    private static final Set<Integer> CURVE_BITS = Set.of(256, 384, 521);
    private static final Pattern ATS = Pattern.compile("[a-z0-9]+-ats\\.iot\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");
    private static final Pattern LEGACY = Pattern.compile("[a-z0-9]+\\.iot\\.[a-z0-9-]+\\.amazonaws\\.com");

    private final CredentialFiles files;
    private final Instant now;
    private final List<CredentialFinding> findings = new ArrayList<>();

    private CredentialCheck(CredentialFiles files, Instant now) {
        this.files = files;
        this.now = now;
    }

    /**
     * Looks at every file, and at all of them together.
     *
     * @param endpoint host name they are meant for, if it is known
     * @return at least one finding a file, in the order CA, certificate, private key, public key
     */
    public static List<CredentialFinding> of(CredentialFiles files, Instant now, Optional<String> endpoint) {
        CredentialCheck check = new CredentialCheck(files, now);
        check.all(endpoint);
        return List.copyOf(check.findings);
    }

    /** Looks at a client's certificate alone. */
    public static List<CredentialFinding> ofCertificate(Path certificate, Instant now) {
        CredentialCheck check =
                new CredentialCheck(new CredentialFiles(certificate, certificate, certificate, Optional.empty()), now);
        List<X509Certificate> chain =
                check.read(certificate, file -> PemFile.read(file).certificates(), List.of());
        if (!chain.isEmpty()) {
            check.client(chain.get(0));
        }
        return List.copyOf(check.findings);
    }

    private void all(Optional<String> endpoint) {
        List<X509Certificate> authorities =
                read(files.ca(), file -> PemFile.read(file).certificates(), List.of());
        List<X509Certificate> chain =
                read(files.certificate(), file -> PemFile.read(file).certificates(), List.of());
        boolean swapped = !authorities.isEmpty()
                && !chain.isEmpty()
                && !isAuthority(authorities.get(0))
                && isAuthority(chain.get(0));
        if (swapped) {
            findings.add(broken(
                    files.ca(),
                    "is a client's certificate, and " + files.certificate() + " a CA's: the two are swapped",
                    "give the root CA with --ca and the client's certificate with --certificate"));
        } else {
            authorities.forEach(authority -> authority(authority, endpoint));
            if (!chain.isEmpty()) {
                client(chain.get(0));
            }
        }
        PrivateKey key = read(files.privateKey(), file -> PemFile.read(file).privateKey(), null);
        if (key != null) {
            privateKey(key, chain.isEmpty() ? null : chain.get(0).getPublicKey());
        }
        files.publicKey().ifPresent(file -> {
            PublicKey publicKey = read(file, it -> PemFile.read(it).publicKey(), null);
            if (publicKey != null) {
                publicKey(file, publicKey, chain.isEmpty() ? null : chain.get(0).getPublicKey());
            }
        });
    }

    private interface Reading<T> {
        T of(Path file) throws CredentialException;
    }

    private <T> @Nullable T read(Path file, Reading<T> reading, @Nullable T otherwise) {
        try {
            return reading.of(file);
        } catch (CredentialException wrong) {
            String message = String.valueOf(wrong.getMessage());
            String what = message.startsWith(file + " ")
                    ? message.substring(file.toString().length() + 1)
                    : message;
            findings.add(broken(file, what, wrong.remedy()));
            return otherwise;
        }
    }

    private void authority(X509Certificate authority, Optional<String> endpoint) {
        String name = "CA "
                + CertificateWords.name(authority.getSubjectX500Principal().getEncoded());
        if (!isAuthority(authority)) {
            findings.add(broken(
                    files.ca(),
                    name + " is no CA's certificate",
                    "give the root CA that the endpoint's certificate chains to"));
            return;
        }
        dates(files.ca(), name, authority);
        endpoint.ifPresent(host -> fitsEndpoint(authority, host));
    }

    /** Endpoints with {@code -ats} chain to Amazon's roots, those without to VeriSign's, which is distrusted. */
    private void fitsEndpoint(X509Certificate authority, String host) {
        String subject = authority.getSubjectX500Principal().getName();
        boolean amazon = subject.contains("Amazon") || subject.contains("Starfield");
        boolean verisign = subject.contains("VeriSign") || subject.contains("Symantec");
        if (ATS.matcher(host).matches() && verisign) {
            findings.add(broken(
                    files.ca(),
                    "is VeriSign's root, but " + host + " chains to an Amazon root",
                    "give Amazon Root CA 1 (RSA) or 3 (EC)"));
        } else if (LEGACY.matcher(host).matches() && amazon) {
            findings.add(broken(
                    files.ca(),
                    "is an Amazon root, but the legacy endpoint " + host + " chains to VeriSign's",
                    "use the endpoint with -ats in its name: " + host.replaceFirst("\\.", "-ats.")));
        }
    }

    private void client(X509Certificate certificate) {
        if (isAuthority(certificate)) {
            findings.add(broken(
                    files.certificate(),
                    "is a CA's certificate where the client's belongs",
                    "give the certificate that AWS IoT made for the thing"));
            return;
        }
        String name = "certificate "
                + CertificateWords.name(certificate.getSubjectX500Principal().getEncoded());
        dates(files.certificate(), name, certificate);
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < RSA_BITS) {
                findings.add(broken(
                        files.certificate(),
                        "has an RSA key of " + bits + " bits; AWS IoT takes 2048 and more",
                        "create a new certificate"));
            } else if (bits > RSA_BITS) {
                // mbedtls_user_config.h: MBEDTLS_MPI_MAX_SIZE 256.
                findings.add(warning(
                        files.certificate(),
                        "has an RSA key of " + bits
                                + " bits; the firmware's Mbed TLS holds 2048 (MBEDTLS_MPI_MAX_SIZE 256)",
                        "create a certificate with an RSA key of 2048 bits for the board"));
            }
        } else if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            if (!CURVE_BITS.contains(bits)) {
                findings.add(broken(
                        files.certificate(),
                        "has an EC key of " + bits + " bits; AWS IoT takes P-256, P-384 and P-521",
                        "create a new certificate"));
            }
        } else {
            findings.add(broken(
                    files.certificate(),
                    "has a key of the kind " + key.getAlgorithm() + "; AWS IoT takes RSA and EC",
                    "create a new certificate"));
        }
    }

    private void dates(Path file, String name, X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        long days = Duration.between(now, until).toDays();
        if (now.isBefore(from)) {
            findings.add(broken(
                    file,
                    name + " is not valid before " + DAY.format(from),
                    "check this host's clock, which says " + DAY.format(now)));
        } else if (now.isAfter(until)) {
            findings.add(broken(
                    file,
                    name + " expired on " + DAY.format(until),
                    "create a new one; this host's clock says " + DAY.format(now)));
        } else if (Duration.between(now, until).compareTo(EXPIRES_SOON) < 0) {
            findings.add(warning(
                    file, name + " expires in " + days + " days, on " + DAY.format(until), "create a new one in time"));
        } else {
            findings.add(ok(file, name + ", valid until " + DAY.format(until)));
        }
    }

    private void privateKey(PrivateKey key, @Nullable PublicKey certified) {
        if (certified != null && !Credentials.fits(key, certified)) {
            findings.add(broken(
                    files.privateKey(),
                    "does not fit the certificate " + files.certificate(),
                    "give the private key that was created with this certificate"));
        } else {
            findings.add(ok(files.privateKey(), certified == null ? "private key" : "private key of the certificate"));
        }
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(files.privateKey());
            if (rights.stream()
                    .anyMatch(it -> it.name().startsWith("GROUP") || it.name().startsWith("OTHERS"))) {
                findings.add(warning(
                        files.privateKey(), "can be read by other users", "run chmod 600 " + files.privateKey()));
            }
        } catch (UnsupportedOperationException noSuchRights) {
            // Windows has other means.
        } catch (IOException unreadable) {
            findings.add(warning(files.privateKey(), "its access rights cannot be read", "check the directory"));
        }
    }

    private void publicKey(Path file, PublicKey publicKey, @Nullable PublicKey certified) {
        if (certified != null && !publicKey.equals(certified)) {
            findings.add(broken(
                    file, "does not fit the certificate " + files.certificate(), "give its own, or leave it out"));
        } else {
            findings.add(ok(file, "public key" + (certified == null ? "" : " of the certificate")));
        }
    }

    /** A root of version 1 has no extensions to say so: it is self-signed. */
    private static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0
                || certificate.getVersion() == 1
                        && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
