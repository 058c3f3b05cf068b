package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.doctor.Diagnosis;
import org.numakerbench.doctor.Diagnosis.Level;
import org.numakerbench.firmware.Target;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.sim.board.VirtualBoard;
import org.numakerbench.sim.board.VirtualBoardOptions;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;

/** A board that is attached like a real one, whose firmware connects where a DNS override would lead it. */
class LinkCheckIT {
    @TempDir
    private Path scratch;

    private LocalCloud cloud;
    private int linkPort;

    @BeforeEach
    void start() throws IOException {
        cloud = LocalCloud.start(LocalCloudOptions.in(scratch.resolve("cloud")));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            linkPort = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    private VirtualBoard board(int mqttPort) throws IOException {
        VirtualBoard board = VirtualBoard.start(new VirtualBoardOptions(
                "link",
                Target.NUMAKER_PFM_M487,
                scratch.resolve("b"),
                0,
                cloud.endpoint(),
                mqttPort,
                cloud.httpsPort(),
                cloud.credentials().ca(),
                cloud.credentials().deviceCertificate(),
                cloud.credentials().deviceKey()));
        Files.copy(
                Path.of("firmware-images/virtual-m487-5.7.1/image.bin"),
                board.volumePath().resolve("image.bin"));
        return board;
    }

    private List<Diagnosis> check(VirtualBoard board) throws IOException, ProfileException, InterruptedException {
        Path file = Files.writeString(scratch.resolve("profile.yaml"), """
                bench: link
                images: .
                cloud:
                  endpoint: %s
                  mqttPort: %d
                  witness: {clientId: w, ca: %s, certificate: %s, privateKey: %s}
                boards:
                  - name: linked
                    target: NUMAKER_PFM_M487
                    serial: {port: %s}
                    flash: {method: none}
                    reset: [{method: socket, path: %s}]
                    link: {address: 127.0.0.1, port: %d}
                """.formatted(
                        cloud.endpoint(),
                        cloud.mqttPort(),
                        cloud.credentials().ca(),
                        cloud.credentials().witnessCertificate(),
                        cloud.credentials().witnessKey(),
                        board.uartPath(),
                        board.resetSocket(),
                        linkPort));
        Profile profile = ProfileReader.read(file);
        return new LinkCheck(profile, Duration.ofSeconds(4)).all();
    }

    @Test
    void aBoardThatComesThroughItsLinkIsSound() throws Exception {
        try (VirtualBoard board = board(linkPort)) {
            List<Diagnosis> found = check(board);

            assertThat(found).hasSize(1);
            assertThat(found.get(0).level()).as(found.get(0).what()).isEqualTo(Level.OK);
            assertThat(found.get(0).what()).contains("came through 127.0.0.1:" + linkPort);
        }
    }

    @Test
    void aBoardThatGoesAroundItsLinkIsToldWithTheDnsEntryThatIsMissing() throws Exception {
        try (VirtualBoard board = board(cloud.mqttPort())) {
            Diagnosis found = check(board).get(0);

            assertThat(found.level()).isEqualTo(Level.BROKEN);
            assertThat(found.what()).contains("no connection came through");
            assertThat(found.remedy()).contains("address=/" + cloud.endpoint() + "/127.0.0.1");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (VirtualBoard board = board(linkPort);
                ServerSocket taken = new ServerSocket(linkPort, 1, InetAddress.getLoopbackAddress())) {
            Diagnosis found = check(board).get(0);

            assertThat(taken.isBound()).isTrue();
            assertThat(found.level()).isEqualTo(Level.BROKEN);
            assertThat(found.what()).contains("nobody can listen at 127.0.0.1:" + linkPort);
        }
    }
}
