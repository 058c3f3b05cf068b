package org.numakerbench.board.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.Bytes;

@Timeout(60)
class JSerialCommOpenerTest {
    private final TestPty pty = new TestPty();
    private final Heard heard = new Heard();
    private final SerialLink.Opener opener = new JSerialCommOpener();

    @TempDir
    Path directory;

    @AfterEach
    void unplug() {
        pty.close();
    }

    @Test
    void all_byte_values_pass_unchanged_both_ways() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (SerialLink link = open(pty.device())) {
            pty.send(all);
            awaitBytes(all);

            link.write(Bytes.of(all));
            assertThat(pty.receive(all.length)).isEqualTo(all);
        }
    }

    /** A USB port reads as end of file then, so that there is no error to tell. */
    @Test
    void a_hang_up_is_called_so_and_is_no_error_0() {
        assertThat(List.of(JSerialCommLink.hangUp(0), JSerialCommLink.hangUp(5)))
                .allMatch("it hung up"::equals);
        assertThat(JSerialCommLink.hangUp(14)).isEqualTo("read failed with error 14 of the operating system");
    }

    @Test
    void a_long_stream_arrives_whole_and_in_order() throws IOException {
        byte[] stream = new byte[200_000];
        new Random(7).nextBytes(stream);
        try (SerialLink link = open(pty.device())) {
            pty.send(stream);
            awaitBytes(stream);
            assertThat(link.device()).isEqualTo(pty.device());
        }
    }

    @Test
    void many_bytes_are_written_whole() throws Exception {
        byte[] stream = new byte[100_000];
        new Random(8).nextBytes(stream);
        byte[][] got = new byte[1][];
        Thread board = new Thread(() -> got[0] = pty.receive(stream.length));
        try (SerialLink link = open(pty.device())) {
            // Not before the port is open: until then a pseudo-terminal's other end reads an error.
            board.start();
            link.write(Bytes.of(stream));
            board.join();
        }
        assertThat(got[0]).isEqualTo(stream);
    }

    /** Bytes that had arrived belong to the run, also when the bench closes the port at that moment. */
    @Test
    void what_had_arrived_before_closing_is_delivered() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Heard slow = new Heard() {
            @Override
            public void received(Bytes bytes) {
                super.received(bytes);
                try {
                    go.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        SerialLink link = opener.open(pty.device(), 9600, slow);
        pty.send(new byte[] {'1'});
        await().until(() -> slow.bytes().length == 1);
        pty.send(new byte[] {'2', '3'});
        await().until(() -> pty.unread() == 2);

        go.countDown();
        link.close();

        assertThat(slow.bytes()).containsExactly('1', '2', '3');
    }

    @Test
    void nothing_is_told_after_close_has_returned() throws IOException {
        for (int round = 0; round < 20; round++) {
            try (TestPty board = new TestPty()) {
                AtomicInteger calls = new AtomicInteger();
                SerialLink link = opener.open(board.device(), 9600, new Counting(calls));
                board.send(new byte[3000]);
                link.close();
                int atClose = calls.get();
                board.unplug();
                assertThat(calls.get()).isEqualTo(atClose);
            }
        }
    }

    @Test
    void closing_ends_the_reading_thread_at_once_and_twice_is_harmless() throws IOException {
        SerialLink link = open(pty.device());
        assertThat(reader()).isNotNull();
        long started = System.nanoTime();
        link.close();
        await().atMost(Duration.ofSeconds(5)).until(() -> reader() == null);
        // A read blocks for 1000 ms.
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(700));
        link.close();
        assertThat(heard.gone).isEmpty();
    }

    @Test
    void a_port_can_be_closed_from_its_own_listener() throws Exception {
        SerialLink[] link = new SerialLink[1];
        CountDownLatch opened = new CountDownLatch(1);
        link[0] = opener.open(pty.device(), 9600, new SerialLink.Listener() {
            @Override
            public void received(Bytes bytes) {}

            @Override
            public void settingsRepaired(String detail) {}

            @Override
            public void gone(String reason) {
                try {
                    opened.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                link[0].close();
            }
        });
        opened.countDown();
        pty.unplug();
        await().atMost(Duration.ofSeconds(5)).until(() -> reader() == null);
    }

    @Test
    void an_unplugged_port_is_noticed_at_once_and_told_once() throws IOException {
        try (SerialLink link = open(pty.device())) {
            long started = System.nanoTime();
            pty.unplug();
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> !heard.gone.isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(700));
            await().until(() -> reader() == null);
            assertThat(heard.gone).hasSize(1);
            assertThatThrownBy(() -> link.write(Bytes.utf8("h")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(pty.device().toString());
        }
        assertThat(heard.gone).hasSize(1);
    }

    @Test
    void settings_that_another_program_changed_are_repaired_and_told() throws IOException {
        try (SerialLink link = open(pty.device())) {
            pty.setReadsToReturnAtOnce();
            await().atMost(Duration.ofSeconds(5)).until(() -> !heard.repairs.isEmpty());
            pty.send(new byte[] {1, 2, 3});
            awaitBytes(new byte[] {1, 2, 3});
            assertThat(heard.repairs).hasSize(1);
            assertThat(link.device()).isEqualTo(pty.device());
        }
    }

    @Test
    void a_symlink_opens_the_device_behind_it() throws IOException {
        Path symlink = Files.createSymbolicLink(directory.resolve("board"), pty.device());
        try (SerialLink link = open(symlink)) {
            assertThat(link.device()).isEqualTo(pty.device());
            pty.send(new byte[] {42});
            awaitBytes(new byte[] {42});
        }
    }

    /** jSerialComm would go on to /dev/ttyS0 and the like. */
    @ParameterizedTest
    @ValueSource(strings = {"gone/ttyS0", "gone/tty", "gone/console", "ttyS0", "tty", "gone/ptmx", "null"})
    void a_path_that_does_not_exist_never_opens_another_device(String path) {
        assertThatThrownBy(() -> open(directory.resolve(path)))
                .isInstanceOf(SerialException.class)
                .hasMessage("cannot open " + directory.resolve(path) + ": it does not exist");
    }

    @Test
    void a_broken_symlink_does_not_exist() throws IOException {
        Path symlink = Files.createSymbolicLink(directory.resolve("tty"), directory.resolve("gone/tty"));
        assertThatThrownBy(() -> open(symlink)).hasMessageContaining("it does not exist");
    }

    @Test
    void what_is_no_serial_device_is_named_so() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        for (Path wrong : new Path[] {file, directory, Path.of("/dev/null"), Path.of("/dev/zero")}) {
            assertThatThrownBy(() -> open(wrong))
                    .isInstanceOf(SerialException.class)
                    .hasMessage("cannot open " + wrong + ": not a serial device");
        }
    }

    @Test
    void a_port_that_this_bench_has_open_is_in_use() throws IOException {
        try (SerialLink link = open(pty.device())) {
            assertThatThrownBy(() -> open(link.device()))
                    .isInstanceOf(SerialException.class)
                    .hasMessageContaining("it is in use")
                    .hasMessageContaining("(" + ProcessHandle.current().pid() + ")");
        }
        open(pty.device()).close();
    }

    @Test
    void a_port_that_another_process_has_locked_is_in_use_by_its_name() throws Exception {
        Process other = new ProcessBuilder(
                        "flock", "-x", pty.device().toString(), "sh", "-c", "echo locked; exec sleep 60")
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> open(pty.device()))
                    .isInstanceOf(SerialException.class)
                    .hasMessageContaining("it is in use")
                    .hasMessageContaining("flock (" + other.pid() + ")");
        } finally {
            other.descendants().forEach(ProcessHandle::destroyForcibly);
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void an_interrupted_break_says_so_and_keeps_the_interrupt() throws IOException {
        try (SerialLink link = open(pty.device())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> link.sendBreak(60_000)).isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private SerialLink open(Path path) throws SerialException {
        return opener.open(path, 9600, heard);
    }

    private void awaitBytes(byte[] expected) {
        await().atMost(Duration.ofSeconds(20)).until(() -> heard.bytes().length >= expected.length);
        assertThat(heard.bytes()).isEqualTo(expected);
    }

    private Thread reader() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(it -> it.getName().equals("uart " + pty.device()))
                .findFirst()
                .orElse(null);
    }

    private record Counting(AtomicInteger calls) implements SerialLink.Listener {
        @Override
        public void received(Bytes bytes) {
            calls.incrementAndGet();
        }

        @Override
        public void settingsRepaired(String detail) {
            calls.incrementAndGet();
        }

        @Override
        public void gone(String reason) {
            calls.incrementAndGet();
        }
    }
}
