package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the authority and the certificates it signs. */
final class CertificateMaker {
    private static final Duration CA_LIFE = Duration.ofDays(3650);
    // Apple and the CA/Browser Forum refuse server certificates of more than 398 days; some clients follow them.
    private static final Duration LEAF_LIFE = Duration.ofDays(397);
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Instant now;

    CertificateMaker(Instant now) {
        this.now = now;
    }

    CertifiedKey authority() throws GeneralSecurityException, IOException {
        return authority("Local AWS IoT CA", elliptic());
    }

    /** For clients that cannot check ECDSA. */
    CertifiedKey rsaAuthority() throws GeneralSecurityException, IOException {
        return authority("Local AWS IoT RSA CA", rsa2048());
    }

    private CertifiedKey authority(String commonName, KeyPair keys) throws GeneralSecurityException, IOException {
        X500Principal name = new X500Principal("CN=" + commonName + ", O=numaker-bench");
        JcaX509v3CertificateBuilder builder = builder(name, name, keys.getPublic(), CA_LIFE);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new CertifiedKey(sign(builder, keys.getPrivate()), keys.getPrivate());
    }

    /** EC P-256, as small devices like it. */
    CertifiedKey server(CertifiedKey authority, Collection<GeneralName> names)
            throws GeneralSecurityException, IOException {
        return server(authority, names, elliptic());
    }

    /** RSA 2048, for clients without elliptic curves. */
    CertifiedKey rsaServer(CertifiedKey authority, Collection<GeneralName> names)
            throws GeneralSecurityException, IOException {
        return server(authority, names, rsa2048());
    }

    private CertifiedKey server(CertifiedKey authority, Collection<GeneralName> names, KeyPair keys)
            throws GeneralSecurityException, IOException {
        JcaX509v3CertificateBuilder builder = builder(
                authority.certificate().getSubjectX500Principal(),
                new X500Principal("CN=localhost, O=numaker-bench"),
                keys.getPublic(),
                LEAF_LIFE);
        leaf(builder, authority, KeyPurposeId.id_kp_serverAuth);
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        return new CertifiedKey(sign(builder, authority.key()), keys.getPrivate());
    }

    /**
     * A client's certificate.
     *
     * @param unit whose it is
     * @param rsa an RSA key of 2048 bits, as AWS IoT issues; otherwise EC P-256
     */
    CertifiedKey client(CertifiedKey authority, String unit, boolean rsa) throws GeneralSecurityException, IOException {
        KeyPair keys = rsa ? rsa2048() : elliptic();
        // AWS IoT gives every certificate it issues this common name; whose it is stands in the unit.
        X500Principal subject = new X500Principal("CN=AWS IoT Certificate, OU=" + unit);
        JcaX509v3CertificateBuilder builder =
                builder(authority.certificate().getSubjectX500Principal(), subject, keys.getPublic(), LEAF_LIFE);
        leaf(builder, authority, KeyPurposeId.id_kp_clientAuth);
        return new CertifiedKey(sign(builder, authority.key()), keys.getPrivate());
    }

    private JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Duration life)
            throws GeneralSecurityException, IOException {
        // 159 bits: at most 20 octets and positive (RFC 5280, 4.1.2.2).
        BigInteger serial = new BigInteger(158, RANDOM).setBit(158);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(BACKDATED)), Date.from(now.plus(life)), subject, key);
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private static void leaf(JcaX509v3CertificateBuilder builder, CertifiedKey authority, KeyPurposeId purpose)
            throws GeneralSecurityException, IOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        // Encipherment: a device may speak nothing but plain RSA key exchange.
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(CertifiedKey.signature(key)).build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign a certificate: " + e.getMessage(), e);
        }
    }

    private static KeyPair elliptic() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa2048() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        // No larger: Mbed TLS on a board is often built with 2048-bit numbers at most.
        generator.initialize(2048);
        return generator.generateKeyPair();
    }
}
