package org.numakerbench.board.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.TestBoards;
import org.numakerbench.board.method.BoardSite;
import org.numakerbench.board.method.CommandMethod;
import org.numakerbench.board.method.NoMethod;
import org.numakerbench.board.method.ResetMethod;
import org.numakerbench.board.method.SocketMethod;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;

@Timeout(60)
class ResettersTest {
    private static final Path PORT = Path.of("/dev/ttyACM7");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<Fact> facts = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    @Test
    void a_break_is_held_as_long_as_the_profile_says() throws Exception {
        Breaks link = new Breaks(null);
        reset(new ResetMethod.Break(Duration.ofMillis(250)), link);
        assertThat(link.held).containsExactly(250L);
    }

    @Test
    void a_refused_break_carries_the_reason_on() {
        Breaks link = new Breaks(new IOException("the driver refuses a serial break on " + PORT));
        assertThatThrownBy(() -> reset(new ResetMethod.Break(Duration.ofMillis(1)), link))
                .isInstanceOf(DriverException.class)
                .hasMessage("the driver refuses a serial break on " + PORT);
    }

    /** The caller tries the next means after a DriverException: an interrupted run must not reset again. */
    @Test
    void an_interrupted_break_is_an_interrupt_not_a_refusal() {
        Breaks link = new Breaks(new IOException("interrupted while holding the break"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> reset(new ResetMethod.Break(Duration.ofMillis(1)), link))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_program_gets_board_and_port_and_its_output_is_evidence() throws Exception {
        reset(command(List.of("echo", "{board} on {port}"), Optional.of("M487-1 on"), LONG), new Breaks(null));
        assertThat(facts).singleElement().isInstanceOfSatisfying(Fact.ToolRan.class, ran -> {
            assertThat(ran.commandLine()).containsExactly("echo", "M487-1 on /dev/ttyACM7");
            assertThat(ran.output().utf8()).isEqualTo("M487-1 on /dev/ttyACM7\n");
        });
    }

    @Test
    void a_program_that_fails_is_on_record_all_the_same() {
        assertThatThrownBy(() -> reset(
                        command(List.of("sh", "-c", "echo no hub; exit 2"), Optional.empty(), LONG), new Breaks(null)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("exit code 2")
                .hasMessageContaining("no hub");
        assertThat(facts).hasSize(1);
    }

    @Test
    void the_socket_is_asked_and_answers_ok() throws Exception {
        try (Answering board = new Answering("ok\n")) {
            reset(new SocketMethod(board.path, LONG), new Breaks(null));
            assertThat(board.asked).isEqualTo("reset\n");
        }
    }

    @Test
    void another_answer_is_quoted() throws Exception {
        try (Answering board = new Answering("error: no power\n")) {
            assertThatThrownBy(() -> reset(new SocketMethod(board.path, LONG), new Breaks(null)))
                    .isInstanceOf(DriverException.class)
                    .hasMessageContaining("error: no power");
        }
    }

    @Test
    void no_answer_in_time_is_named() throws Exception {
        try (Answering board = new Answering("")) {
            assertThatThrownBy(() -> reset(new SocketMethod(board.path, Duration.ofMillis(200)), new Breaks(null)))
                    .isInstanceOf(DriverException.class)
                    .hasMessageContaining("no answer within 200 ms");
        }
    }

    @Test
    void a_socket_that_nobody_serves_is_named() {
        Path nobody = directory.resolve("nobody");
        assertThatThrownBy(() -> reset(new SocketMethod(nobody, LONG), new Breaks(null)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining(nobody.toString());
    }

    @Test
    void an_interrupt_while_waiting_for_the_socket_is_an_interrupt() throws Exception {
        try (Answering board = new Answering("")) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> reset(new SocketMethod(board.path, LONG), new Breaks(null)))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void none_does_nothing() throws Exception {
        Breaks link = new Breaks(null);
        reset(new NoMethod(), link);
        assertThat(link.held).isEmpty();
        assertThat(facts).isEmpty();
    }

    private void reset(ResetMethod profile, SerialLink link) throws DriverException, InterruptedException {
        BoardSite board = TestBoards.at("M487-1", PORT);
        profile.resetter(new ResetMethod.Bench(board, new NoMethod().flasher(board), null, line -> {}))
                .reset(link, facts::add);
    }

    private static ResetMethod command(List<String> command, Optional<String> success, Duration timeout) {
        return new CommandMethod(command, success, Optional.empty(), timeout);
    }

    /** A port that only takes breaks. */
    private static final class Breaks implements SerialLink {
        private final List<Long> held = new ArrayList<>();
        private final IOException refusal;

        Breaks(IOException refusal) {
            this.refusal = refusal;
        }

        @Override
        public Path device() {
            return PORT;
        }

        @Override
        public void write(Bytes bytes) {}

        @Override
        public void sendBreak(long holdMs) throws IOException {
            if (refusal != null) {
                throw refusal;
            }
            held.add(holdMs);
        }

        @Override
        public void close() {}
    }

    /** Answers the first line it gets; an empty answer is none. */
    private final class Answering implements AutoCloseable {
        private final Path path = directory.resolve("reset");
        private final ServerSocketChannel server;
        private volatile String asked;

        Answering(String answer) throws IOException {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            Thread thread = new Thread(() -> {
                try (SocketChannel client = server.accept()) {
                    ByteBuffer line = ByteBuffer.allocate(64);
                    client.read(line);
                    asked = new String(line.array(), 0, line.position(), StandardCharsets.US_ASCII);
                    client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
                    client.read(ByteBuffer.allocate(1)); // until the bench hangs up
                } catch (IOException ended) {
                    asked = String.valueOf(asked);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
