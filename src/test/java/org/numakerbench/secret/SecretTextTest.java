package org.numakerbench.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
    /** Digits that say what kind of key it is, and whether it is one at all. */
    private static final int PUBLIC_DIGITS = 40;

    private static final SecretText BUILT_IN = SecretText.BUILT_IN;

    private record Key(String kind, String base64) {
        @Override
        public String toString() {
            return kind;
        }
    }

    private static final List<Key> KEYS = keys();

    private static List<Key> keys() {
        try {
            List<Key> keys = new ArrayList<>();
            for (int bits : new int[] {1024, 2048}) {
                byte[] pkcs8 = pair("RSA", bits).getPrivate().getEncoded();
                keys.add(key("RSA " + bits + " PKCS#8", pkcs8));
                keys.add(key("RSA " + bits + " PKCS#1", inner(pkcs8)));
            }
            for (int bits : new int[] {256, 384, 521}) {
                byte[] pkcs8 = pair("EC", bits).getPrivate().getEncoded();
                keys.add(key("EC " + bits + " PKCS#8", pkcs8));
                keys.add(key("EC " + bits + " SEC 1", inner(pkcs8)));
            }
            keys.add(key("Ed25519", pair("Ed25519", 255).getPrivate().getEncoded()));
            keys.add(key("encrypted PKCS#8", encrypted(pair("RSA", 2048).getPrivate())));
            return keys;
        } catch (GeneralSecurityException | java.io.IOException | OperatorCreationException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static KeyPair pair(String kind, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits, new SecureRandom());
        return generator.generateKeyPair();
    }

    private static byte[] inner(byte[] pkcs8) throws java.io.IOException {
        return PrivateKeyInfo.getInstance(pkcs8)
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
    }

    private static byte[] encrypted(PrivateKey key) throws java.io.IOException, OperatorCreationException {
        return new JcaPKCS8Generator(
                        key,
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                                .setPassword("pw".toCharArray())
                                .build())
                .generate()
                .getContent();
    }

    private static Key key(String kind, byte[] der) {
        return new Key(kind, Base64.getEncoder().encodeToString(der));
    }

    static Stream<Key> everyKey() {
        return KEYS.stream();
    }

    @ParameterizedTest
    @MethodSource("everyKey")
    void aBareKeyIsKnownByItsBeginningWhateverItIsWrappedAt(Key key) {
        for (int width : new int[] {4, 7, 16, 48, 64, 76, 100_000}) {
            for (String end : List.of("\n", "\r\n", "\\n", "\\r\\n", "\\n\"\n\"", " ", "%0A", "\", \"")) {
                String text = "before it\n\""
                        + key.base64().replaceAll("(.{1," + width + "})", "$1" + end.replace("\\", "\\\\"))
                        + "\nafter it: MQTT connects OK.\n";
                hides(text, key, key.kind() + " at " + width + " by " + end, UnaryOperator.identity());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyKey")
    void anArmouredKeyIsKnownInAnyWriting(Key key) {
        String lines = key.base64().replaceAll("(.{1,64})", "$1\n");
        String pem = "-----BEGIN RSA PRIVATE KEY-----\n" + lines + "-----END RSA PRIVATE KEY-----\n";
        hides(pem, key, "PEM", UnaryOperator.identity());
        hides(pem.replace("\n", "\r\n"), key, "CRLF", UnaryOperator.identity());
        hides(
                pem.replace("BEGIN RSA PRIVATE KEY", "begin rsa private key")
                        .replace("END RSA PRIVATE KEY", "end rsa private key"),
                key,
                "lower case",
                UnaryOperator.identity());
        hides("{\"k\":\"" + pem.replace("\n", "\\n") + "\"}", key, "JSON", UnaryOperator.identity());
        hides(
                "{\"k\":\"" + pem.replace("/", "\\/").replace("\n", "\\n") + "\"}",
                key,
                "JSON",
                it -> it.replace("/", "\\/"));
        hides("\"" + pem.replace("\n", "\\n\"\n\"") + "\";", key, "C", UnaryOperator.identity());
        UnaryOperator<String> percent = it -> URLEncoder.encode(it, StandardCharsets.UTF_8);
        hides("body=" + percent.apply(pem), key, "form", percent);
        hides("body=" + percent.apply(pem).replace("+", "%20"), key, "URL", percent);
        hides(pem.replaceAll("(?m)^", "12:00:01.123 | "), key, "with times", UnaryOperator.identity());
        String again = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
        assertThat(BUILT_IN.hide("data: " + again + "\nMQTT: OK"))
                .as("base64 of PEM")
                .doesNotContain(again.substring(80, 120));
    }

    /** Nothing but the beginning is seen again; what stands after the key is. */
    private static void hides(String text, Key key, String how, UnaryOperator<String> writing) {
        String hidden = BUILT_IN.hide(text);
        assertThat(hidden).as(how).hasSameSizeAs(text);
        String flat = hidden.replaceAll("\\\\[rn]|%0A|12:00:01.123 \\| |[\\s\",]", "");
        for (int at = PUBLIC_DIGITS; at + 8 <= key.base64().length(); at += 4) {
            assertThat(flat).as(how).doesNotContain(writing.apply(key.base64().substring(at, at + 8)));
        }
        if (text.contains("after it")) {
            assertThat(hidden).as(how).contains("after it: MQTT connects OK.");
        }
    }

    @Test
    void whatIsPublicStays() throws Exception {
        String spki =
                Base64.getEncoder().encodeToString(pair("RSA", 2048).getPublic().getEncoded());
        String ec =
                Base64.getEncoder().encodeToString(pair("EC", 256).getPublic().getEncoded());
        String certificate =
                "-----BEGIN CERTIFICATE-----\nMIIDazCCAlOgAwIBAgIUJ2vkLnZ8u0R5cQhK0cH8mVY0yWIwDQYJKoZIhvcNAQEL\n"
                        + "BQAwRTELMAkGA1UEBhMCQVUxEzARBgNVBAgMClNvbWUtU3RhdGUxITAfBgNVBAoM\n-----END CERTIFICATE-----\n";
        for (String text : List.of(spki, ec, certificate, "-----BEGIN PUBLIC KEY-----\n" + spki)) {
            assertThat(BUILT_IN.hide(text)).isSameAs(text);
        }
    }

    @Test
    void textAfterAKeyThatWasCutOffIsSeenAgain() {
        String key = KEYS.get(0).base64();
        String text = "-----BEGIN RSA PRIVATE KEY-----\n" + key.substring(0, 64) + "\n"
                + "++ MbedOS Fault Handler ++\nr0: 00\nr1: 00\n" + "r2: 00\nr3: 00\n";

        assertThat(BUILT_IN.hide(text)).doesNotContain(key.substring(20, 40)).endsWith("r2: 00\nr3: 00\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "AT+CWJAP=\"lab\",\"hunter2\" | AT+CWJAP=\"lab\",*********",
                "AT+CWJAP=\"lab, 5 GHz\",\"hunter2\" | AT+CWJAP=\"lab, 5 GHz\",*********",
                "AT+CWJAP_CUR=\"la\\\"b\",\"pa\\\"ss\\\\word\",\"00:11\" | AT+CWJAP_CUR=\"la\\\"b\",**********************",
                "AT+CWJAP_DEF=\"lab\",\"x\" | AT+CWJAP_DEF=\"lab\",***",
                "AT+CWSAP=\"lab\",\"hunter2\",5,3 | AT+CWSAP=\"lab\",*************",
                "+CWSAP:\"lab\",\"hunter2\",5,3 | +CWSAP:\"lab\",*************",
                "at+cwjap=lab,hunter2 | at+cwjap=lab,*******",
                "AT+CWJAP=\"la | AT+CWJAP=***",
                "+CWJAP:\"lab\",\"00:11\",1,-5 | +CWJAP:\"lab\",\"00:11\",1,-5",
                "wifi_password=hunter2&x=1 | wifi_password=*******&x=1",
                "nsapi.default-wifi-password: \"hun ter\" | nsapi.default-wifi-password: \"*******\"",
                "\"nsapi.default-wifi-password\": \"\\\"hun\\\"\", | \"nsapi.default-wifi-password\": \"*******\",",
                "{\\\"password\\\":\\\"hu\\\\\\\"n\\\",\\\"a\\\":1} | {\\\"password\\\":\\\"*******\\\",\\\"a\\\":1}",
                "-DMBED_CONF_APP_WIFI_PASSWORD=\\\"hun\\\" -Dx | -DMBED_CONF_APP_WIFI_PASSWORD=\\\"***\\\" -Dx",
                "#define MBED_CONF_APP_WIFI_PASSWORD   \"hun\" // set | #define MBED_CONF_APP_WIFI_PASSWORD   \"***\" // set",
                "char passphrase[] = \"hun\"; | char passphrase[] = \"***\";",
                "wpa_psk='hun' | wpa_psk='***'",
                "postgresql://me:hun@db/lab | postgresql://me:***@db/lab",
                "postgresql://me@db/lab | postgresql://me@db/lab",
                "https://db:8443/a@b | https://db:8443/a@b",
                "the device passes: OK | the device passes: OK",
                "PASS: 58 claims confirmed | PASS: 58 claims confirmed",
                "PASS: all claims confirmed | PASS: all claims confirmed",
                "{\"pass\": 12, \"fail\": 0} | {\"pass\": 12, \"fail\": 0}",
                "pass: hunter2 | pass: *******",
                "wifi_pass: 12345678 | wifi_pass: ********",
                "PASS=hunter2 | PASS=*******",
            })
    void passwordsAreHiddenAndNothingElse(String text, String hidden) {
        assertThat(BUILT_IN.hide(text)).isEqualTo(hidden);
        assertThat(BUILT_IN.hide(hidden)).as("twice is once").isEqualTo(hidden);
    }

    @Test
    void aPasswordOfAnMbedConfigurationIsHiddenInItsBraces() {
        String text =
                "\"wifi-password\": {\n  \"help\": \"WiFi Password\",\n  \"value\": \"\\\"hunter2\\\"\"\n},\n\"value\": \"x\"";

        assertThat(BUILT_IN.hide(text)).isEqualTo(text.replace("\\\"hunter2\\\"", "***********"));
    }

    @Test
    void aSecretInAVeryLongLineIsHiddenWhereverItStands() {
        SecretText secrets = SecretText.of(List.of(Planted.EXPRESSION));
        for (int before : new int[] {0, 4090, 4096, 8185, 8192, 12_000, 100_000}) {
            String text = ".".repeat(before) + "token=5ec2e7 AT+CWJAP=\"lab\",\"hunter2\"" + " ".repeat(20_000);
            assertThat(secrets.hide(text)).as("after " + before).doesNotContain("5ec2e7", "hunter2");
        }
        assertThat(secrets.hide("token=" + "5ec2e7".repeat(5000) + "\nok"))
                .endsWith("*\nok")
                .doesNotContain("5ec2e7");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anySplittingGivesTheSameText(long seed) {
        Random random = new Random(seed);
        SecretText secrets = SecretText.of(List.of(Planted.EXPRESSION, "[A-Z]{3}[0-9]+"));
        StringBuilder text = new StringBuilder();
        List<String> pieces = List.of(
                Planted.number((int) seed).text(),
                "-----BEGIN RSA PRIVATE KEY-----\r\nabc\r\n",
                "\r",
                "\\n",
                "%2B",
                "\"",
                "x".repeat(5000),
                "A".repeat(9000),
                "password=\"",
                "MQTT connects OK\r\n",
                KEYS.get(1).base64(),
                "token=ab");
        for (int i = 0; i < 25; i++) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        String whole = secrets.hide(text.toString(), new PrivateKeys(), new KeyFragments());
        for (int round = 0; round < 20; round++) {
            StringBuilder out = new StringBuilder();
            GrowingText growing = new GrowingText(secrets, new PrivateKeys(), new KeyFragments(), GrowingText.WINDOW);
            int most = 1 + random.nextInt(1 + 40 * round * round);
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(most));
                growing.append(text.substring(at, end), out);
                assertThat(end - out.length()).isLessThanOrEqualTo(GrowingText.WINDOW);
                at = end;
            }
            growing.finish(out);
            assertThat(out.toString()).isEqualTo(whole);
        }
        assertThat(whole).hasSameSizeAs(text);
    }
}
