package org.numakerbench.board.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.sim.board.wire.PseudoTerminal;

/** Much at once, bursts, and other programs on the port: over real pseudo-terminals, with real programs. */
@Tag("alone")
class SerialLoadIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    /** Compares what comes with what was sent, byte for byte. */
    private static final class Compare implements SerialLink.Listener {
        private final byte[] expected;
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicLong wrong = new AtomicLong();
        private final List<String> repairs = new ArrayList<>();

        Compare(byte[] expected) {
            this.expected = expected;
        }

        @Override
        public void received(Bytes bytes) {
            for (byte each : bytes.toByteArray()) {
                int at = received.getAndIncrement();
                wrong.addAndGet(at < expected.length && expected[at] == each ? 0 : 1);
            }
        }

        @Override
        public synchronized void settingsRepaired(String detail) {
            repairs.add(detail);
        }

        @Override
        public void gone(String reason) {
            wrong.incrementAndGet();
        }

        void awaitAll() {
            await().atMost(LONG).until(() -> received.get() >= expected.length);
            assertThat(received.get()).isEqualTo(expected.length);
            assertThat(wrong.get()).isZero();
        }
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void send(PseudoTerminal board, byte[] bytes) throws IOException {
        for (int sent = 0; sent < bytes.length; ) {
            sent += board.write(bytes, sent);
        }
    }

    /** Paced as 921600 baud times eight: ten megabytes in 14 s. The benchmark keeps the true pace. */
    @Test
    void tenMegabytesArriveWholeAtEightTimesTheFastestPace() throws Exception {
        byte[] all = random(10 * 1024 * 1024, 1);
        Compare compare = new Compare(all);
        try (PseudoTerminal board = PseudoTerminal.open(directory.resolve("uart"));
                SerialLink link = new JSerialCommOpener().open(board.link(), 921_600, compare)) {
            long start = System.nanoTime();
            for (int sent = 0; sent < all.length; sent += 4096) {
                long due = start + (long) (sent * 10e9 / 921_600 / 8);
                LockSupport.parkNanos(due - System.nanoTime());
                send(board, Arrays.copyOfRange(all, sent, Math.min(all.length, sent + 4096)));
            }
            compare.awaitAll();
            assertThat(link.device().toString()).startsWith("/dev/pts/");
        }
    }

    @Test
    void sixtyFourPortsAt9600BaudLoseNothing() throws Exception {
        List<PseudoTerminal> boards = new ArrayList<>();
        List<SerialLink> links = new ArrayList<>();
        List<Compare> compares = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                boards.add(PseudoTerminal.open(directory.resolve("uart" + i)));
                compares.add(new Compare(random(960 * 4, i)));
                links.add(new JSerialCommOpener().open(boards.get(i).link(), 9600, compares.get(i)));
            }
            long start = System.nanoTime();
            for (int sent = 0; sent < 960 * 4; sent += 48) {
                LockSupport.parkNanos(start + (long) (sent * 10e9 / 9600) - System.nanoTime());
                for (int i = 0; i < 64; i++) {
                    send(boards.get(i), Arrays.copyOfRange(compares.get(i).expected, sent, sent + 48));
                }
            }
            compares.forEach(Compare::awaitAll);
        } finally {
            links.forEach(SerialLink::close);
            for (PseudoTerminal board : boards) {
                board.close();
            }
        }
    }

    @Test
    void burstsAfterSilenceAndSingleBytesArriveInOrder() throws Exception {
        byte[] all = random(20 * 4096 + 200, 3);
        Compare compare = new Compare(all);
        try (PseudoTerminal board = PseudoTerminal.open(directory.resolve("uart"));
                SerialLink link = new JSerialCommOpener().open(board.link(), 9600, compare)) {
            int sent = 0;
            for (int burst = 0; burst < 20; burst++) {
                send(board, Arrays.copyOfRange(all, sent, sent + 4096));
                sent += 4096;
                int so = sent;
                await().atMost(LONG).until(() -> compare.received.get() == so);
            }
            while (sent < all.length) {
                send(board, new byte[] {all[sent]});
                sent++;
            }
            compare.awaitAll();
            assertThat(link.device()).isNotNull();
        }
    }

    @Test
    void aPortThatAnotherProgramReadsIsRefusedWithItsNameAndNumber() throws Exception {
        try (PseudoTerminal board = PseudoTerminal.open(directory.resolve("uart"))) {
            Process thief = new ProcessBuilder("cat", board.link().toRealPath().toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                await().atMost(LONG).until(board::isOpenedByHost);

                assertThatThrownBy(() -> new JSerialCommOpener().open(board.link(), 9600, new Compare(new byte[0])))
                        .isInstanceOf(SerialException.class)
                        .hasMessageContaining("in use by cat (" + thief.pid() + ")");
            } finally {
                thief.destroyForcibly().waitFor();
            }
        }
    }

    /** {@code stty} opens the port in mid-stream and makes reads return at once. */
    @Test
    void settingsThatAnotherProgramChangesAreRepaired() throws Exception {
        byte[] all = random(4096, 4);
        Compare compare = new Compare(all);
        try (PseudoTerminal board = PseudoTerminal.open(directory.resolve("uart"));
                SerialLink link = new JSerialCommOpener().open(board.link(), 9600, compare)) {
            send(board, Arrays.copyOf(all, 2048));
            await().atMost(LONG).until(() -> compare.received.get() == 2048);
            Process stty = new ProcessBuilder("stty", "-F", link.device().toString(), "min", "0", "time", "0")
                    .inheritIO()
                    .start();
            assertThat(stty.waitFor()).isZero();
            await().atMost(LONG).until(() -> {
                synchronized (compare) {
                    return compare.repairs.size() == 1;
                }
            });
            send(board, Arrays.copyOfRange(all, 2048, 4096));
            compare.awaitAll();
        }
    }
}
