package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.board.serial.JSerialCommOpener;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.cli.BenchProcess.Ended;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.sim.board.wire.PseudoTerminal;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;

/** Everything a person can get wrong: one line with the cause and what would be right, and the right exit code. */
class BadInputIT {
    private static final int USAGE = 2;
    private static final int BENCH_FAULT = 3;
    private static final int CLOUD_FAULT = 4;

    @TempDir
    private Path scratch;

    private LocalCloud cloud;
    private PseudoTerminal line;

    private String port;
    private String endpointPort;
    private String ca;
    private String certificate;
    private String key;
    private String thing = "Nuvoton-Mbed-D001";
    private String images = Path.of("firmware-images").toAbsolutePath().toString();

    @BeforeEach
    void startCloudAndLine() throws IOException {
        cloud = LocalCloud.start(LocalCloudOptions.in(scratch.resolve("cloud")));
        line = PseudoTerminal.open(scratch.resolve("uart"));
        port = scratch.resolve("uart").toString();
        endpointPort = String.valueOf(cloud.mqttPort());
        ca = cloud.credentials().ca().toString();
        certificate = cloud.credentials().witnessCertificate().toString();
        key = cloud.credentials().witnessKey().toString();
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        cloud.close();
    }

    private Ended run(String... more) throws Exception {
        Files.writeString(scratch.resolve("bench.yaml"), """
                bench: test
                images: %s
                cloud:
                  endpoint: localhost
                  mqttPort: %s
                  httpsPort: %d
                  witness: {clientId: witness, ca: %s, certificate: %s, privateKey: %s}
                boards:
                  - name: m487
                    target: NUMAKER_PFM_M487
                    image: virtual-m487-5.7.1
                    thing: %s
                    serial: {port: %s, baud: 9600}
                    flash: {method: none}
                    reset: [{method: command, command: [touch, %s]}]
                limits: {firstByte: 2s, banner: 2s, silence: 2s}
                """.formatted(
                        images,
                        endpointPort,
                        cloud.httpsPort(),
                        ca,
                        certificate,
                        key,
                        thing,
                        port,
                        scratch.resolve("was-reset")));
        String[] all = new String[more.length + 2];
        all[0] = "run";
        all[1] = scratch.resolve("bench.yaml").toString();
        System.arraycopy(more, 0, all, 2, more.length);
        return java.util.Arrays.asList(more).contains("--out")
                ? BenchProcess.run(scratch, all)
                : BenchProcess.run(
                        scratch, join(all, "--out", scratch.resolve("runs").toString()));
    }

    private static String[] join(String[] head, String... tail) {
        String[] all = java.util.Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private static void configurationError(Ended ended, String... words) {
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(USAGE);
        assertThat(ended.err().strip().lines()).as(ended.err()).hasSize(1);
        assertThat(ended.err()).contains(words).doesNotContain("Exception");
    }

    private static void fault(Ended ended, int code, String outcome, String... words) {
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(code);
        String reason = ended.out()
                .lines()
                .filter(it -> it.startsWith(outcome))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ended.out() + ended.err()));
        assertThat(reason).contains(words).doesNotContain("Exception");
    }

    @Test
    void aMissingPortIsNamedAndNoOtherDeviceOpened() throws Exception {
        port = scratch.resolve("gone/tty").toString();

        fault(
                run(),
                BENCH_FAULT,
                "BENCH_FAULT (bench, stage serial)",
                port + ": it does not exist",
                "plug the board in");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        SerialLink.Listener deaf = new SerialLink.Listener() {
            @Override
            public void received(Bytes bytes) {}

            @Override
            public void settingsRepaired(String detail) {}

            @Override
            public void gone(String reason) {}
        };
        try (SerialLink ours = new JSerialCommOpener().open(Path.of(port), 9600, deaf)) {
            assertThat(ours.device()).exists();
            fault(run(), BENCH_FAULT, "BENCH_FAULT (bench, stage serial)", "it is in use by java", "end the program");
        }
    }

    @Test
    void garbageOfAWrongBaudRateIsNotBlamedOnTheDevice() throws Exception {
        byte[] garbage = new byte[4000];
        new java.util.Random(1).nextBytes(garbage);
        Thread board = new Thread(() -> {
            await().until(() -> Files.exists(scratch.resolve("was-reset")));
            try {
                for (int written = 0; written < garbage.length; ) {
                    written += line.write(garbage, written);
                }
            } catch (IOException closed) {
                // the bench has what it needs
            }
        });
        board.setDaemon(true);
        board.start();

        fault(run(), BENCH_FAULT, "BENCH_FAULT (bench, stage serial)", "check the", "baud rate");
    }

    @Test
    void aSilentLineIsABenchFaultInReset() throws Exception {
        fault(run(), BENCH_FAULT, "BENCH_FAULT (bench, stage reset)", "not one byte came after it");
    }

    @Test
    void aMissingKeyFileIsNamed() throws Exception {
        key = scratch.resolve("no.key").toString();

        configurationError(run(), key + " does not exist", "cloud.witness");
    }

    @Test
    void aKeyThatDoesNotFitIsNamed() throws Exception {
        key = cloud.credentials().deviceKey().toString();

        configurationError(run(), key + " does not fit the certificate " + certificate);
    }

    @Test
    void anExpiredCertificateIsNamed() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=expired");
        Date now = Date.from(Instant.now().minusSeconds(60));
        byte[] der = new JcaX509v3CertificateBuilder(
                        name, BigInteger.TEN, Date.from(Instant.EPOCH), now, name, pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
        certificate = pem("expired.crt", "CERTIFICATE", der);
        key = pem("expired.key", "PRIVATE KEY", pair.getPrivate().getEncoded());

        configurationError(run(), certificate + " expired on", "create a new certificate");
    }

    private String pem(String file, String type, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(der);
        return Files.writeString(
                        scratch.resolve(file),
                        "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n")
                .toString();
    }

    @Test
    void anUnreachableEndpointIsACloudFault() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            endpointPort = String.valueOf(free.getLocalPort());
        }

        fault(
                run(),
                CLOUD_FAULT,
                "CLOUD_FAULT (cloud",
                "localhost:" + endpointPort + " is unreachable",
                "check the network");
    }

    @Test
    void aWrongCaIsTheBenchsFault() throws Exception {
        try (LocalCloud other = LocalCloud.start(LocalCloudOptions.in(scratch.resolve("other")))) {
            ca = other.credentials().ca().toString();

            fault(run(), BENCH_FAULT, "BENCH_FAULT (bench", "does not chain to the configured CA", "wrong CA");
        }
    }

    @Test
    void anotherThingThanTheImagesIsNamed() throws Exception {
        thing = "Other-Thing";

        configurationError(run(), "Other-Thing", "Nuvoton-Mbed-D001", "bench.yaml");
    }

    @Test
    void anUnknownBoardIsNamedWithTheKnownOnes() throws Exception {
        configurationError(run("--board", "m478"), "--board m478", "it has m487");
    }

    @Test
    void anUnknownImageIsNamedWithTheNearest() throws Exception {
        configurationError(run("--image", "virtual-m487-5.7.2"), "virtual-m487-5.7.2", "virtual-m487-5.7.1");
    }

    @Test
    void anImageThatIsNotWhatItsManifestSaysIsNamed() throws Exception {
        Path home = Files.createDirectories(scratch.resolve("images/virtual-m487-5.7.1"));
        Path original = Path.of("firmware-images/virtual-m487-5.7.1");
        Files.copy(original.resolve("manifest.yaml"), home.resolve("manifest.yaml"));
        Files.writeString(home.resolve("image.bin"), "damaged");
        images = scratch.resolve("images").toString();
        configurationError(run(), "image.bin", "SHA-256");

        Files.delete(home.resolve("image.bin"));
        configurationError(run(), "image.bin");
    }

    @Test
    void anUnwritableOutputDirectoryIsNamed() throws Exception {
        Path file = Files.writeString(scratch.resolve("file"), "");

        configurationError(
                run("--out", file.resolve("runs").toString()), "--out", "cannot be written", "ot a directory");
    }

    @Test
    void aFullDiskIsTheBenchsFaultAndKeepsWhatWasWritten() throws Exception {
        Path disk = Files.createDirectories(scratch.resolve("disk"));
        int mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .start()
                .waitFor();
        assumeTrue(mounted == 0, "needs the right to mount a small file system");
        try {
            Ended ended = run("--out", disk.toString());

            assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(BENCH_FAULT);
            assertThat(ended.err())
                    .contains("No space left on device", "free some space")
                    .doesNotContain("Exception");
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }
}
