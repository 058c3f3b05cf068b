package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.board.StandIn;
import org.numakerbench.board.usb.FakeSystem;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.doctor.Diagnosis;
import org.numakerbench.doctor.Doctor;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.sim.board.wire.PseudoTerminal;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import org.numakerbench.sim.cloud.tls.CertificateRole;

/** The doctor on sound machines and on broken ones: a real endpoint, real ports, real processes. */
class DoctorIT {
    @TempDir
    private Path scratch;

    private LocalCloud cloud;
    private FakeSystem system;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(scratch.resolve("cloud")));
        system = new FakeSystem(Files.createDirectories(scratch.resolve("root")));
        Path image = Files.createDirectories(scratch.resolve("images/good"));
        for (String file : List.of("image.bin", "manifest.yaml")) {
            Files.copy(Path.of("firmware-images/virtual-m487-5.7.1", file), image.resolve(file));
        }
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    private String endpoint() {
        return """
                bench: desk
                images: images
                cloud:
                  endpoint: %s
                  mqttPort: %d
                  httpsPort: %d
                  witness: {clientId: numaker-bench-witness, ca: %s, certificate: %s, privateKey: %s}
                """.formatted(
                        cloud.endpoint(),
                        cloud.mqttPort(),
                        cloud.httpsPort(),
                        cloud.credentials().ca(),
                        cloud.credentials().witnessCertificate(),
                        cloud.credentials().witnessKey());
    }

    private List<Diagnosis> examine(String profile, Clock clock) throws Exception {
        Path file = Files.writeString(scratch.resolve("profile.yaml"), profile);
        return new Doctor(SystemRoots.below(system.root()), clock)
                .examine(ProfileReader.read(file), scratch.resolve("runs"));
    }

    private List<Diagnosis> examine(String profile) throws Exception {
        return examine(profile, Clock.systemUTC());
    }

    private static void broken(List<Diagnosis> all, String where, String... words) {
        assertThat(all).filteredOn(it -> it.level() == Diagnosis.Level.BROKEN).anySatisfy(it -> {
            assertThat(it.where()).contains(where);
            List.of(words).forEach(word -> assertThat(it.what()).contains(word));
            assertThat(it.remedy()).isNotBlank();
        });
    }

    @Test
    void aSoundMachineHasNothingToMend() throws Exception {
        Path volume = Files.createDirectories(scratch.resolve("NuMicro MCU"));
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.serial("1-1.4", "ttyACM0", 4);
        system.volume("1-1.4", "sdb", "8:16", "NuMicro MCU", volume, "rw");

        List<Diagnosis> all =
                examine(endpoint() + """
                boards:
                  - name: one
                    target: NUMAKER_PFM_M487
                    image: good
                    certificate: %s
                    usb: 1-1.4
                    flash: {method: mass-storage}
                    reset: [{method: break}, {method: mass-storage}, {method: manual}]
                """.formatted(cloud.credentials().deviceCertificate()));

        assertThat(all)
                .isNotEmpty()
                .allSatisfy(it ->
                        assertThat(it.level()).as(it.where() + ": " + it.what()).isEqualTo(Diagnosis.Level.OK));
        assertThat(all).extracting(Diagnosis::what).contains("connected, and may see everything", "as the endpoint's");
    }

    @Test
    void twelveTroublesAreAllNamed() throws Exception {
        Path changed = Files.createDirectories(scratch.resolve("images/changed"));
        for (String file : List.of("image.bin", "manifest.yaml")) {
            Files.copy(scratch.resolve("images/good").resolve(file), changed.resolve(file));
        }
        byte[] bytes = Files.readAllBytes(changed.resolve("image.bin"));
        bytes[300] ^= 1;
        Files.write(changed.resolve("image.bin"), bytes);
        system.device("1-1.4", "0416", "511d", "Nu-Link");
        system.serial("1-1.4", "ttyACM0", 0);
        String openocd = StandIn.saying(scratch, "openocd", "Open On-Chip Debugger 0.12.0", 0);
        try (PseudoTerminal port = PseudoTerminal.open(scratch.resolve("uart"))) {
            Process reader = new ProcessBuilder("cat", port.link().toRealPath().toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                await().until(port::isOpenedByHost);
                List<Diagnosis> all = examine(
                        endpoint() + """
                        boards:
                          - name: a
                            target: NUMAKER_PFM_M487
                            image: none
                            serial: {port: /dev/serial/by-path/gone}
                            flash: {method: mass-storage, volume: %s}
                            reset: [{method: command, command: [no-such-tool, reset]}]
                          - name: b
                            target: NUMAKER_PFM_M487
                            image: changed
                            serial: {port: %s}
                            flash: {method: openocd, executable: %s}
                            reset: [{method: openocd, executable: no-such-openocd}]
                          - name: c
                            target: NUMAKER_PFM_M487
                            image: good
                            usb: 1-1.9
                            certificate: %s
                            flash: {method: none}
                            reset: [{method: none}]
                          - name: d
                            target: NUMAKER_PFM_M487
                            image: good
                            usb: 1-1.4
                            flash: {method: mass-storage}
                            reset: [{method: break}]
                        """.formatted(scratch.resolve("no-volume"), port.link(), openocd, expired()),
                        Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));

                broken(all, "board a", "no image none");
                broken(all, "board a", "/dev/serial/by-path/gone does not exist");
                broken(all, "board a", "no volume at");
                broken(all, "board a", "no-such-tool is not installed");
                broken(all, "board b", "its SHA-256 is");
                broken(all, "board b", "is in use by cat (" + reader.pid() + ")");
                broken(all, "board b", "OpenOCD 0.12.0 does not know the part of NUMAKER_PFM_M487");
                broken(all, "board b", "no-such-openocd is not installed");
                broken(all, "board c", "nothing is plugged into USB port 1-1.9");
                broken(all, "expired.crt", "expired on");
                broken(all, "board d", "cannot be flashed by mass-storage now", "switch MSG OFF");
                broken(all, "board d", "Linux will refuse a serial break");
                broken(all, "board d", "has the client ID Nuvoton Client, as board c has");
                broken(all, "clock", "ahead of the endpoint");
                assertThat(all)
                        .filteredOn(it -> it.level() != Diagnosis.Level.OK)
                        .extracting(Diagnosis::where)
                        .containsOnlyElementsOf(Set.of(
                                "board a",
                                "board b",
                                "board c",
                                "board d",
                                "clock",
                                scratch.resolve("expired.crt").toString()));
            } finally {
                reader.destroyForcibly();
            }
        }
    }

    @Test
    void anEndpointThatHasNoAddressOrDoesNotAnswerIsNamed() throws Exception {
        String board = """
                boards:
                  - {name: a, target: NUMAKER_PFM_M487, image: good, usb: 1-1.4, flash: {method: none}, reset: [{method: none}]}
                """;
        broken(
                examine(endpoint().replace("endpoint: localhost", "endpoint: no.such.host.invalid") + board),
                "endpoint",
                "no.such.host.invalid has no address");
        int port = cloud.mqttPort();
        String before = endpoint();
        cloud.close();
        broken(examine(before + board), "localhost:" + port);
    }

    @Test
    void whatThePolicyHidesFromTheWitnessIsAWarning() throws Exception {
        cloud.setPolicy(CertificateRole.WITNESS, """
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"iot:*","Resource":"*"},
                  {"Effect":"Deny","Action":"iot:Subscribe","Resource":"*:topicfilter/$aws/events/*"}]}
                """);
        system.device("1-1.4", "0416", "511d", "Nu-Link");
        system.serial("1-1.4", "ttyACM0", 0);

        List<Diagnosis> all = examine(endpoint() + """
                boards:
                  - {name: a, target: NUMAKER_PFM_M487, image: good, usb: 1-1.4, flash: {method: none}, reset: [{method: none}]}
                """);

        assertThat(all)
                .filteredOn(it -> it.level() == Diagnosis.Level.WARNING)
                .extracting(Diagnosis::what)
                .anyMatch(it -> it.contains("$aws/events/presence"));
        assertThat(all).noneMatch(it -> it.level() == Diagnosis.Level.BROKEN);
    }

    private Path expired() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=device");
        Path file = scratch.resolve("expired.crt");
        try (JcaPEMWriter pem = new JcaPEMWriter(Files.newBufferedWriter(file))) {
            pem.writeObject(new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    Date.from(now.minus(Duration.ofDays(20))),
                                    Date.from(now.minus(Duration.ofDays(1))),
                                    name,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))));
        }
        return file;
    }
}
