package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.cloud.Issuer;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.tls.Credentials;

/** TLS as OpenSSL sees it on the wire: which chain, which suites, which alert. */
class TlsAsAwsIT {
    private static final String ELLIPTIC = "Local AWS IoT CA";
    private static final String RSA = "Local AWS IoT RSA CA";

    @TempDir
    private static Path scratch;

    private static final List<Refused> TOLD = new CopyOnWriteArrayList<>();
    private static @Nullable LocalCloud cloud;
    private static CloudCommands bench;

    @BeforeAll
    static void start() throws Exception {
        StrangersIT.needs("openssl");
        Path directory = scratch.resolve("cloud");
        bench = new CloudCommands(directory);
        cloud = LocalCloud.start(LocalCloudOptions.in(directory)
                .withAlpn(0)
                .asResident()
                .servingAllClients()
                .tellingOfRefusals(TOLD::add));
    }

    @AfterAll
    static void stop() throws Exception {
        if (cloud != null) {
            cloud.close();
        }
    }

    @BeforeEach
    void forget() {
        TOLD.clear();
    }

    private static String ran(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return out;
    }

    private static String openssl(int port, Path certificate, Path key, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "localhost:" + port));
        command.addAll(
                List.of("-CAfile", cloud.credentials().ca().toString(), "-cert", certificate.toString(), "-key"));
        command.add(key.toString());
        command.addAll(List.of(more));
        return ran(command);
    }

    private static String asDevice(int port, String... more) throws Exception {
        Credentials files = cloud.credentials();
        return openssl(port, files.deviceCertificate(), files.deviceKey(), more);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-tls1_2                                                 | ECDHE-ECDSA-AES128-GCM-SHA256 | " + ELLIPTIC,
                "-tls1_2 -cipher ECDHE-RSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA | ECDHE-ECDSA-AES128-SHA | " + ELLIPTIC,
                "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256             | ECDHE-RSA-AES128-GCM-SHA256   | " + RSA,
                "-tls1_2 -cipher AES128-SHA256                           | AES128-SHA256                 | " + RSA,
                "-tls1_2 -cipher AES256-SHA                              | AES256-SHA                    | " + RSA,
                "-tls1_3                                                 | TLS_AES_128_GCM_SHA256        | " + ELLIPTIC,
                "-tls1_3 -sigalgs rsa_pss_rsae_sha256:ECDSA+SHA256       | TLS_AES_128_GCM_SHA256        | " + ELLIPTIC,
                "-tls1_3 -sigalgs rsa_pss_rsae_sha256:RSA+SHA256         | TLS_AES_128_GCM_SHA256        | " + RSA,
            })
    void theChainFollowsWhatTheClientOffers(String offers, String cipher, String authority) throws Exception {
        String seen = asDevice(cloud.mqttPort(), offers.split(" "));

        assertThat(seen)
                .contains("Cipher is " + cipher + "\n")
                .contains("issuer=O = numaker-bench, CN = " + authority + "\n")
                .contains("Verification: OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256     | alert number 40",
                "-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305 | alert number 40",
                "-tls1_1 -cipher ALL:@SECLEVEL=0               | alert number 70",
            })
    void whatIsNotInThePolicyIsRefused(String offers, String alert) throws Exception {
        assertThat(asDevice(cloud.mqttPort(), offers.split(" "))).contains(alert);

        assertThat(told().remedy()).contains("IoTSecurityPolicy_TLS13_1_2_2022_10");
    }

    /** A certificate of this name's kind; registered where the kind asks for it. */
    private static Path certificate(String kind, KeyPair keys) throws Exception {
        Instant now = Instant.now();
        Issuer issuer = Issuer.elliptic("CN=Somebody");
        Path file = scratch.resolve(kind + ".pem");
        switch (kind) {
            case "expired" -> issuer.valid(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
            case "early" -> issuer.valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)));
            default -> issuer.valid(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
        }
        if (!Files.exists(file)) {
            Issuer.write(file, issuer.certify(keys));
            if (kind.equals("deactivated")) {
                bench.done("certificate", "register", file.toString());
                bench.done("certificate", "deactivate", file.toString());
            }
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "expired     | -tls1_2 | expired on              | clock",
                "expired     | -tls1_3 | expired on              | clock",
                "early       | -tls1_2 | is not valid before     | clock",
                "early       | -tls1_3 | is not valid before     | clock",
                "unknown     | -tls1_2 | is not registered       | register",
                "unknown     | -tls1_3 | is not registered       | register",
                "deactivated | -tls1_2 | is deactivated          | activate",
                "deactivated | -tls1_3 | is deactivated          | activate",
            })
    void aCertificateThatIsNotTakenGetsTheAlertAndTheUserTheReason(
            String kind, String version, String why, String remedy) throws Exception {
        KeyPair keys = Issuer.rsaKeys();
        Path key = Issuer.write(scratch.resolve("key.pem"), keys.getPrivate());
        Path certificate = certificate(kind, keys);

        await().untilAsserted(() -> {
            TOLD.clear();
            // Under TLS 1.3 the alert comes after the client's last word: it has to go on reading.
            assertThat(openssl(cloud.mqttPort(), certificate, key, version, "-ign_eof"))
                    .contains("alert certificate unknown")
                    .contains("alert number 46");
            assertThat(told().why()).contains(why);
        });

        assertThat(told().remedy()).contains(remedy);
        assertThat(told().answer()).isEqualTo("the TLS alert certificate_unknown");
    }

    private static Refused told() {
        await().until(() -> !TOLD.isEmpty());
        return TOLD.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-noservername", "-servername localhost", "-servername LOCALHOST", "-servername 10.0.2.2"})
    void aNameOfTheServerOrNoneIsTaken(String names) throws Exception {
        assertThat(asDevice(cloud.alpnPort().orElseThrow(), ("-alpn x-amzn-mqtt-ca " + names).split(" ")))
                .contains("ALPN protocol: x-amzn-mqtt-ca")
                .contains("Verification: OK");

        assertThat(TOLD).isEmpty();
    }

    @Test
    void anotherServersNameEndsTheConnection() throws Exception {
        asDevice(cloud.mqttPort(), "-servername", "a1b2-ats.iot.eu-west-1.amazonaws.com", "-ign_eof");

        assertThat(told().why()).contains("'a1b2-ats.iot.eu-west-1.amazonaws.com' (SNI)");
        assertThat(told().remedy()).isEqualTo("name one of localhost, or none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-amzn-mqtt-ca", "x-amzn-http-ca", "h2,x-amzn-http-ca"})
    void bothAlpnNamesAreServedOnOnePort(String names) throws Exception {
        assertThat(asDevice(cloud.alpnPort().orElseThrow(), "-alpn", names))
                .contains("ALPN protocol: " + names.substring(names.indexOf(',') + 1));

        assertThat(TOLD).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-alpn mqtt", "-alpn http/1.1"})
    void noNameAndNamesForOtherKindsOfLoginAreRefusedThere(String alpn) throws Exception {
        asDevice(cloud.alpnPort().orElseThrow(), ("-ign_eof " + alpn).trim().split(" "));

        assertThat(told().remedy()).contains("x-amzn-mqtt-ca").contains("x-amzn-http-ca");
    }
}
