package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.evidence.CertificateFacts;

class CertificateWordsTest {
    private static final Instant FROM = Instant.parse("2018-01-03T23:59:58Z");
    private static final Instant UNTIL = Instant.parse("2019-07-01T00:00:00Z");

    @Test
    void aCertificateReadsAsMbedTlsPrintsIt() throws Exception {
        Issuer issuer = Issuer.elliptic("C=US, O=Symantec Corporation, CN=Symantec Class 3 ECC 256 bit SSL CA - G2")
                .valid(FROM, UNTIL)
                .numbered(new BigInteger("00a1b2c30d", 16))
                .naming(new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.C, "US")
                        .addRDN(BCStyle.ST, "Washington")
                        .addRDN(BCStyle.L, "Seattle")
                        .addRDN(BCStyle.O, "Amazon.com, Inc.")
                        .addRDN(BCStyle.CN, "*.iot.us-east-1.amazonaws.com")
                        .build());

        CertificateFacts words = CertificateWords.of(issuer.certify(
                Issuer.ellipticKeys(),
                new GeneralName(GeneralName.dNSName, "iot.us-east-1.amazonaws.com"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.dNSName, "*.iot.us-east-1.amazonaws.com")));

        assertThat(words.version()).isEqualTo(3);
        assertThat(words.serial()).isEqualTo("A1:B2:C3:0D");
        assertThat(words.issuer())
                .isEqualTo("C=US, O=Symantec Corporation, CN=Symantec Class 3 ECC 256 bit SSL CA - G2");
        assertThat(words.subject())
                .isEqualTo("C=US, ST=Washington, L=Seattle, O=Amazon.com, Inc., CN=*.iot.us-east-1.amazonaws.com");
        assertThat(words.issuedOn()).isEqualTo("2018-01-03 23:59:58");
        assertThat(words.expiresOn()).isEqualTo("2019-07-01 00:00:00");
        assertThat(words.signedUsing()).isEqualTo("ECDSA with SHA256");
        assertThat(words.keyType()).isEqualTo("EC");
        assertThat(words.keyBits()).isEqualTo(256);
        assertThat(words.subjectAltNames())
                .containsExactly("iot.us-east-1.amazonaws.com", "*.iot.us-east-1.amazonaws.com");
    }

    @Test
    void anRsaCertificateReadsAsSuch() throws Exception {
        CertificateFacts words =
                CertificateWords.of(Issuer.rsa(new X500Name("CN=R")).certify(Issuer.rsaKeys()));

        assertThat(words.signedUsing()).isEqualTo("RSA with SHA-256");
        assertThat(words.keyType()).isEqualTo("RSA");
        assertThat(words.keyBits()).isEqualTo(2048);
        assertThat(words.subjectAltNames()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "7, 07",
        "7f, 7F",
        "80, 80",
        "0a0b, 0A:0B",
        "ff00, FF:00",
        "6b29f0a1c2, 6B:29:F0:A1:C2",
    })
    void aSerialIsPairsWithoutALeadingZeroByte(String hex, String printed) {
        assertThat(CertificateWords.serial(new BigInteger(hex, 16))).isEqualTo(printed);
    }

    /** Names of oid_sig_alg in Mbed TLS 2.6, library/oid.c: SHA1 has no hyphen, the other RSA ones have. */
    @ParameterizedTest
    @CsvSource({
        "SHA1withRSA, RSA with SHA1",
        "SHA224withRSA, RSA with SHA-224",
        "SHA256withRSA, RSA with SHA-256",
        "SHA384withRSA, RSA with SHA-384",
        "SHA512withRSA, RSA with SHA-512",
        "MD5withRSA, RSA with MD5",
        "SHA1withECDSA, ECDSA with SHA1",
        "SHA256withECDSA, ECDSA with SHA256",
        "SHA384withECDSA, ECDSA with SHA384",
        "SHA512withECDSA, ECDSA with SHA512",
        "Ed25519, Ed25519",
    })
    void signaturesHaveTheNamesOfMbedTls(String java, String mbedTls) {
        assertThat(CertificateWords.signedUsing(java)).isEqualTo(mbedTls);
    }

    @Test
    void nothingInANameIsQuoted() throws Exception {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "A, B+C=D \"E\" <F>; #G \\H")
                .addRDN(BCStyle.OU, " #spaced ")
                .build();

        assertThat(CertificateWords.name(name.getEncoded())).isEqualTo("O=A, B+C=D \"E\" <F>; #G \\H, OU= #spaced ");
    }

    @Test
    void typesMbedTlsDoesNotKnowAreQuestionMarks() throws Exception {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(new ASN1ObjectIdentifier("1.2.3.4"), "x")
                .addMultiValuedRDN(
                        new ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.SERIALNUMBER}, new String[] {"a", "1"})
                .build();

        assertThat(CertificateWords.name(name.getEncoded()))
                .startsWith("??=")
                .contains("CN=a", " + ", "serialNumber=1");
    }
}
