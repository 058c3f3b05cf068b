package org.numakerbench.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.sim.board.image.SampleImages;
import org.numakerbench.sim.board.image.VirtualImage;

/** The whole board against a broker over TLS. Expected texts: {@code uart-samples}, host and port replaced. */
class VirtualBoardIT {
    private static final String SAMPLE_HOST = "a1fbcwaqfqeozo.iot.us-east-1.amazonaws.com:8883";
    private static final String END = "Max heap size: 63022\r\n\r\n";
    private static final int NO_PACE = 0;

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestAuthority authority;

    @BeforeEach
    void makeCredentials() {
        authority = new TestAuthority(directory.resolve("authority"));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void a_clean_run_prints_the_wire_text_of_the_sample() throws Exception {
        TestBroker broker = broker(Set.of(), Set.of());
        VirtualBoard board = board(broker.port(), authority);
        HostPort host = host(board);

        flash(board, SampleImages.g1());

        assertThat(host.awaitText(END)).isEqualTo(sample("seed-mqtt-5.7", broker.port()));
    }

    @Test
    void a_clean_run_does_at_the_broker_what_it_prints() throws Exception {
        TestBroker broker = broker(Set.of(), Set.of());
        VirtualBoard board = board(broker.port(), authority);
        HostPort host = host(board);

        flash(board, SampleImages.g1());
        host.awaitText(END);

        await().until(() -> broker.seen.contains("disconnect"));
        assertThat(broker.seen.subList(0, 5))
                .containsExactly(
                        "connect Nuvoton Client clean=true keepalive=60",
                        "subscribe Nuvoton/Mbed/+ #1",
                        "publish Nuvoton/Mbed/D001 #2 { \"message\": \"Hello from Nuvoton Mbed device\" }",
                        "unsubscribe Nuvoton/Mbed/+ #3",
                        "subscribe $aws/things/Nuvoton-Mbed-D001/shadow/update/accepted #4");
        assertThat(broker.seen).contains("unsubscribe $aws/things/Nuvoton-Mbed-D001/shadow/delete/rejected #18");
    }

    @Test
    void a_message_that_comes_before_its_acknowledgement_is_printed_in_the_unfinished_line() throws Exception {
        String shadow = "$aws/things/Nuvoton-Mbed-D001/shadow/";
        TestBroker broker = broker(Set.of(), Set.of("Nuvoton/Mbed/D001", shadow + "update", shadow + "delete"));
        VirtualBoard board = board(broker.port(), authority);
        HostPort host = host(board);

        flash(board, SampleImages.g1());

        assertThat(host.awaitText(END)).isEqualTo(sample("mqtt-5.7-early-delivery", broker.port()));
    }

    @Test
    void the_unsuback_bug_prints_the_wire_text_of_the_sample_and_sends_nothing_more() throws Exception {
        TestBroker broker = broker(Set.of(), Set.of());
        VirtualBoard board = board(broker.port(), authority);
        HostPort host = host(board);

        flash(board, SampleImages.g1(FaultKind.UNSUBACK_BUG));

        assertThat(host.awaitText(END)).isEqualTo(sample("mqtt-5.7-unsuback-unpatched", broker.port()));
        await().until(() -> broker.seen.contains("disconnect"));
        assertThat(broker.seen.get(3)).startsWith("unsubscribe");
        assertThat(broker.seen.get(4)).isEqualTo("disconnect");
    }

    @Test
    void a_refused_tcp_connection_prints_the_wire_text_of_the_sample() throws Exception {
        int port = freePort();
        VirtualBoard board = board(port, authority);
        HostPort host = host(board);

        flash(board, SampleImages.g1());

        assertThat(host.awaitText(END)).isEqualTo(sample("mqtt-5.7-tcp-fail", port));
    }

    @Test
    void a_server_of_another_ca_prints_the_wire_text_of_the_sample() throws Exception {
        TestBroker broker = broker(Set.of(), Set.of());
        VirtualBoard board = board(broker.port(), new TestAuthority(directory.resolve("other")));
        HostPort host = host(board);

        flash(board, SampleImages.g1());

        assertThat(host.awaitText(END)).isEqualTo(sample("mqtt-5.7-tls-verify-fail", broker.port()));
    }

    @Test
    void a_network_that_is_down_prints_the_wire_text_of_the_sample() throws Exception {
        VirtualBoard board = board(1, authority);
        HostPort host = host(board);

        flash(board, SampleImages.g1(FaultKind.NETWORK_DOWN));

        assertThat(host.awaitText("See serial output.\r\n")).isEqualTo(sample("net-fail-5.7", 1));
    }

    @Test
    void a_refused_subscription_is_printed_as_ok_and_its_message_is_never_shown() throws Exception {
        TestBroker broker = broker(Set.of("Nuvoton/Mbed/+"), Set.of());
        VirtualBoard board = board(broker.port(), authority);
        HostPort host = host(board);

        flash(board, SampleImages.g1());

        String text = host.awaitText("MQTT publishes message to Nuvoton/Mbed/D001 OK\r\n");
        assertThat(text).contains("\rMQTT subscribes to Nuvoton/Mbed/+ OK\r\n").doesNotContain("Message arrived");
    }

    @Test
    void the_fifth_generation_reports_memory_when_the_host_asks() throws Exception {
        TestBroker broker = broker(Set.of(), Set.of());
        VirtualBoard board = board(broker.port(), authority);
        HostPort host = host(board);

        flash(board, SampleImages.image("5.15.1"));
        String run = host.awaitText("MQTT disconnects OK\r\n\r\n");
        host.send("h".getBytes(StandardCharsets.US_ASCII));

        assertThat(run)
                .startsWith("The device has provisioned. Skip provision process\r\n\r\nStarting AWS IoT test\r\n")
                .contains(
                        "MQTT receives message with subscribed Nuvoton/Mbed/D001...\r\n",
                        "MQTT receives message with subscribed Nuvoton/Mbed/D001 OK\r\n\r\n")
                .doesNotContain("heap");
        assertThat(host.awaitText("*****************************\r\n\r\n"))
                .endsWith("** MBED HEAP STATS **\r\n**** current_size: 1351\r\n**** max_size    : 63022\r\n"
                        + "*****************************\r\n\r\n");
    }

    @Test
    void a_programmed_image_vanishes_from_the_volume_without_a_word() throws Exception {
        VirtualBoard board = board(1, authority);
        host(board);

        flash(board, SampleImages.g1(FaultKind.NETWORK_DOWN));

        assertThat(board.volumePath()).isEmptyDirectory();
    }

    @Test
    void a_damaged_image_leaves_its_reason_and_an_empty_chip() throws Exception {
        VirtualBoard board = board(1, authority);
        byte[] damaged = VirtualImage.encode(SampleImages.g1());
        damaged[damaged.length / 2] ^= 1;

        copy(board, damaged);
        HostPort host = host(board);
        board.reset();
        assertThat(board.volumePath().resolve("FAIL.TXT")).content().contains("image is damaged");
        flash(board, SampleImages.g1(FaultKind.NETWORK_DOWN));

        assertThat(host.awaitText("See serial output.\r\n")).isEqualTo(sample("net-fail-5.7", 1));
        assertThat(board.volumePath()).isEmptyDirectory();
    }

    @Test
    void a_cut_image_leaves_its_reason() throws Exception {
        VirtualBoard board = board(1, authority);
        byte[] whole = VirtualImage.encode(SampleImages.g1());

        copy(board, Arrays.copyOf(whole, whole.length - 7));

        assertThat(board.volumePath().resolve("FAIL.TXT"))
                .content()
                .contains("image is cut: " + (whole.length - 7) + " of " + whole.length + " bytes");
    }

    @Test
    void an_image_for_the_other_target_leaves_its_reason() throws Exception {
        VirtualBoard board = board(1, authority);

        flash(board, SampleImages.forTarget(Target.NUMAKER_PFM_NUC472));

        assertThat(board.volumePath().resolve("FAIL.TXT"))
                .content()
                .contains("image is for NUMAKER_PFM_NUC472, this board is a NUMAKER_PFM_M487");
    }

    @Test
    void a_reset_stops_the_text_in_mid_line_cuts_the_connection_and_boots_again() throws Exception {
        TestBroker broker = broker(Set.of(), Set.of());
        VirtualBoard board = board(broker.port(), authority);
        HostPort host = host(board);
        flash(board, SampleImages.g1(FaultKind.HANG_MID_RUN));
        String cutLine = "\r\n\r\nMQTT publishing message to $aws/t";
        host.awaitText(cutLine);

        String answer = tellResetSocket(board, "reset\n");

        assertThat(answer).isEqualTo("ok\n");
        assertThat(host.awaitText("$aws/t\r\nStarting AWS IoT test")).contains(cutLine);
        await().until(() -> broker.seen.contains("closed"));
        assertThat(broker.seen.subList(0, broker.seen.indexOf("closed"))).doesNotContain("disconnect");
    }

    @Test
    void the_reset_socket_refuses_other_commands() throws Exception {
        VirtualBoard board = board(1, authority);

        assertThat(tellResetSocket(board, "halt\n")).startsWith("error");
    }

    @Test
    void an_unplugged_port_hangs_up_and_comes_back_under_the_same_path() throws Exception {
        VirtualBoard board = board(1, authority);
        HostPort host = host(board);
        flash(board, SampleImages.g1(FaultKind.NETWORK_DOWN));
        host.awaitText("See serial output.\r\n");

        board.unplug();
        host.awaitHangUp();
        assertThat(board.uartPath()).doesNotExist();
        board.replug();
        HostPort again = host(board);
        board.reset();

        assertThat(again.awaitText("See serial output.\r\n")).isEqualTo(sample("net-fail-5.7", 1));
    }

    @Test
    void close_ends_every_thread_and_takes_port_and_socket_away() throws Exception {
        VirtualBoard board = board(1, authority);
        host(board);
        flash(board, SampleImages.g1(FaultKind.SILENT));

        board.close();

        assertThat(board.uartPath()).doesNotExist();
        assertThat(board.resetSocket()).doesNotExist();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("test-board")));
    }

    @Test
    void a_directory_too_deep_for_a_socket_is_refused_with_a_suggestion() {
        Path deep = directory.resolve("d".repeat(110));

        assertThatThrownBy(() -> VirtualBoard.start(options(deep, 1, authority)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most 107")
                .hasMessageContaining("shorter directory");
        assertThat(deep).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish-not-sent",
                "publish-other-bytes",
                "shadow-version-wrong",
                "shadow-stale",
                "arrival-invented",
                "delete-kept",
                "delete-undone",
                "disconnect-failed-ok",
                "connection-dropped",
                "certificate-wrong",
                "subscribe-not-sent",
                "unsubscribe-not-sent",
                "wrong-os-version",
                "extra-publish",
                "shadow-update-unclaimed",
                "reboot-mid-run",
                "garbage-at-reset"
            })
    void a_faulty_run_comes_to_its_end_and_differs_on_the_wire_or_at_the_broker(String fault) throws Exception {
        TestBroker broker = broker(Set.of(), Set.of());
        VirtualBoard board = board(broker.port(), authority);
        HostPort host = host(board);
        flash(board, SampleImages.g1());
        String cleanText = host.awaitText(END);
        await().until(() -> broker.seen.contains("closed"));
        List<String> cleanSeen = List.copyOf(broker.seen);
        broker.seen.clear();

        flash(board, SampleImages.g1(FaultKind.ofJsonName(fault)));

        await().until(() -> host.text().substring(cleanText.length()).endsWith(END));
        await().until(() -> broker.seen.contains("closed"));
        String text = host.text().substring(cleanText.length());
        assertThat(text).contains("Subscribes/publishes DeleteThingShadow topic OK");
        assertThat(text.equals(cleanText) && broker.seen.equals(cleanSeen))
                .as("same text on the wire and same packets at the broker")
                .isFalse();
    }

    private String sample(String name, int port) throws IOException {
        try (var in = getClass().getResourceAsStream("/uart-samples/" + name + ".wire.log")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(SAMPLE_HOST, "localhost:" + port)
                    .replace("2018-03-08 23:59:59", "2049-03-08 23:59:59")
                    .replace("name  : iot.us-east-1.amazonaws.com,", "name  : localhost,");
        }
    }

    private TestBroker broker(Set<String> refused, Set<String> early) throws Exception {
        TestBroker broker = new TestBroker(authority, refused, early);
        open.add(broker);
        return broker;
    }

    private VirtualBoard board(int port, TestAuthority trusted) throws IOException {
        VirtualBoard board = VirtualBoard.start(options(directory.resolve("b"), port, trusted));
        open.add(board);
        return board;
    }

    private static VirtualBoardOptions options(Path directory, int port, TestAuthority trusted) {
        return new VirtualBoardOptions(
                "test-board",
                Target.NUMAKER_PFM_M487,
                directory,
                NO_PACE,
                "localhost",
                port,
                0,
                trusted.ca,
                trusted.deviceCertificate,
                trusted.deviceKey);
    }

    private HostPort host(VirtualBoard board) throws IOException {
        HostPort host = new HostPort(board.uartPath());
        open.add(host);
        return host;
    }

    private static void flash(VirtualBoard board, VirtualImage image) throws IOException {
        copy(board, VirtualImage.encode(image));
    }

    private static void copy(VirtualBoard board, byte[] file) throws IOException {
        Path copy = board.volumePath().resolve("image.bin");
        Files.write(copy, file);
        await("the image vanishes from the volume")
                .atMost(Duration.ofSeconds(10))
                .until(() -> !Files.exists(copy));
    }

    private static String tellResetSocket(VirtualBoard board, String line) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(board.resetSocket()));
            socket.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(200);
            while (socket.read(answer) >= 0 && answer.get(answer.position() - 1) != '\n') {
                // one line, possibly in several pieces
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
