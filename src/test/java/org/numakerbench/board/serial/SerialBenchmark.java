package org.numakerbench.board.serial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.sim.board.wire.PseudoTerminal;

/**
 * The serial link beside pyserial, in one run on one machine: many boards that talk at 9600 baud (960 bytes a second in
 * records of 48, each with a number and the time it was sent), read by this bench's way and by pyserial with a thread a port.
 * Both split lines and parse numbers; each runs in a process of its own. Then 10 MB at the pace of 921600 baud. Run it with
 * {@code scripts/serial-benchmark}.
 */
final class SerialBenchmark {
    private static final int[] PORTS = {1, 16, 64};
    private static final int RECORD_BYTES = 48;
    private static final long PERIOD_NANOS = 50_000_000;
    private static final int WARM_UP_S = 4;
    private static final int MEASURE_S = 15;
    private static final int FAST_BAUD = 921_600;
    private static final int FAST_BYTES = 10 * 1024 * 1024;
    /** Of the kernel, for /proc: 100 on every Linux of today. */
    private static final double TICKS_PER_SECOND = 100;

    private SerialBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals("read")) {
            new Reader(Path.of(arguments[1]), Integer.parseInt(arguments[2])).run();
            System.exit(0);
        }
        Path directory = Files.createTempDirectory("serial-benchmark");
        System.out.println("ports | reader   | lost | CPU % of a core | p50 us | p99 us");
        for (int ports : PORTS) {
            Figures ours = measure(
                    directory,
                    ports,
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xlog:disable",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SerialBenchmark.class.getName(),
                            "read",
                            directory.toString(),
                            String.valueOf(ports)));
            Figures theirs = measure(
                    directory,
                    ports,
                    List.of(
                            "/usr/bin/python3",
                            "scripts/serial-benchmark.py",
                            directory.toString(),
                            String.valueOf(ports)));
            print(ports, "bench", ours);
            print(ports, "pyserial", theirs);
            System.out.printf(
                    Locale.ROOT,
                    "%5d | ratio    |      | %15.2f | %6.2f | %6.2f%n",
                    ports,
                    ours.cpu / theirs.cpu,
                    ours.p50 / theirs.p50,
                    ours.p99 / theirs.p99);
        }
        stream(directory);
        System.exit(0);
    }

    /** @param cpu per cent of one core */
    private record Figures(long lost, double cpu, double p50, double p99) {}

    private static void print(int ports, String reader, Figures it) {
        System.out.printf(
                Locale.ROOT,
                "%5d | %-8s | %4d | %15.1f | %6.0f | %6.0f%n",
                ports,
                reader,
                it.lost,
                it.cpu,
                it.p50,
                it.p99);
    }

    private static Figures measure(Path directory, int ports, List<String> command) throws Exception {
        List<PseudoTerminal> boards = new ArrayList<>();
        for (int i = 0; i < ports; i++) {
            boards.add(PseudoTerminal.open(directory.resolve("uart" + i)));
        }
        Process reader = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8))) {
            answers.readLine();
            send(boards, 0, WARM_UP_S);
            reader.getOutputStream().write('\n');
            reader.getOutputStream().flush();
            answers.readLine();
            double before = cpuSeconds(reader.pid());
            long sent = send(boards, 1_000_000, MEASURE_S);
            double used = cpuSeconds(reader.pid()) - before;
            // What is still in the kernel's buffers.
            LockSupport.parkNanos(500_000_000);
            reader.getOutputStream().close();
            String[] said = answers.readLine().split(" ");
            return new Figures(
                    sent - Long.parseLong(said[0]),
                    100 * used / MEASURE_S,
                    Double.parseDouble(said[1]),
                    Double.parseDouble(said[2]));
        } finally {
            reader.destroyForcibly().waitFor();
            for (PseudoTerminal board : boards) {
                board.close();
            }
        }
    }

    /** @return how many records were sent */
    private static long send(List<PseudoTerminal> boards, int from, int seconds) throws IOException {
        long start = System.nanoTime();
        long rounds = seconds * 1_000_000_000L / PERIOD_NANOS;
        for (int round = 0; round < rounds; round++) {
            for (int board = 0; board < boards.size(); board++) {
                // Boards do not speak in step.
                waitUntil(start + round * PERIOD_NANOS + board * PERIOD_NANOS / boards.size());
                byte[] record = String.format(Locale.ROOT, "%010d %020d", from + round, System.nanoTime())
                        .getBytes(StandardCharsets.US_ASCII);
                byte[] line = Arrays.copyOf(record, RECORD_BYTES);
                Arrays.fill(line, record.length, RECORD_BYTES - 2, (byte) ' ');
                line[RECORD_BYTES - 2] = '\r';
                line[RECORD_BYTES - 1] = '\n';
                for (int sent = 0; sent < line.length; ) {
                    sent += boards.get(board).write(line, sent);
                }
            }
        }
        return rounds * boards.size();
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Time in user and kernel (proc(5), stat, fields 14 and 15), of all its threads. */
    private static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static void stream(Path directory) throws Exception {
        byte[] all = new byte[FAST_BYTES];
        new Random(1).nextBytes(all);
        AtomicLong received = new AtomicLong();
        AtomicLong wrong = new AtomicLong();
        try (PseudoTerminal board = PseudoTerminal.open(directory.resolve("fast"));
                SerialLink link = new JSerialCommOpener().open(board.link(), FAST_BAUD, new SerialLink.Listener() {
                    @Override
                    public void received(Bytes bytes) {
                        for (byte each : bytes.toByteArray()) {
                            wrong.addAndGet(each == all[(int) received.getAndIncrement()] ? 0 : 1);
                        }
                    }

                    @Override
                    public void settingsRepaired(String detail) {
                        System.out.println(detail);
                    }

                    @Override
                    public void gone(String reason) {
                        System.out.println(reason);
                    }
                })) {
            long start = System.nanoTime();
            double nanosPerByte = 10e9 / FAST_BAUD;
            for (int sent = 0; sent < all.length; ) {
                byte[] part = Arrays.copyOfRange(all, sent, Math.min(all.length, sent + 512));
                waitUntil(start + (long) (sent * nanosPerByte));
                for (int out = 0; out < part.length; ) {
                    out += board.write(part, out);
                }
                sent += part.length;
            }
            long deadline = System.nanoTime() + 2_000_000_000L;
            while (received.get() < all.length && System.nanoTime() < deadline) {
                LockSupport.parkNanos(10_000_000);
            }
            System.out.printf(
                    Locale.ROOT,
                    "10 MB at %d baud in %.0f s from %s: %d bytes lost, %d changed%n",
                    FAST_BAUD,
                    (System.nanoTime() - start) / 1e9,
                    link.device(),
                    all.length - received.get(),
                    wrong.get());
        }
    }

    /** This bench's way: one thread a port, semi-blocking reads. */
    private static final class Reader {
        private final Path directory;
        private final int ports;
        private final AtomicLong records = new AtomicLong();
        private final long[] latencies = new long[4_000_000];

        Reader(Path directory, int ports) {
            this.directory = directory;
            this.ports = ports;
        }

        void run() throws Exception {
            List<SerialLink> links = new ArrayList<>();
            for (int i = 0; i < ports; i++) {
                links.add(new JSerialCommOpener().open(directory.resolve("uart" + i), 9600, new Lines()));
            }
            System.out.println("ready");
            System.in.read();
            records.set(0);
            System.out.println("go");
            while (System.in.read() >= 0) {
                // Until the writer closes.
            }
            int count = (int) records.get();
            Arrays.sort(latencies, 0, count);
            System.out.printf(
                    Locale.ROOT,
                    "%d %.1f %.1f%n",
                    count,
                    latencies[count / 2] / 1e3,
                    latencies[(int) (count * 0.99)] / 1e3);
        }

        private final class Lines implements SerialLink.Listener {
            private final byte[] line = new byte[256];
            private int length;

            @Override
            public void received(Bytes bytes) {
                for (byte each : bytes.toByteArray()) {
                    if (each == '\n') {
                        parse();
                        length = 0;
                    } else {
                        line[length++] = each;
                    }
                }
            }

            private void parse() {
                int blank = 0;
                while (line[blank] != ' ') {
                    blank++;
                }
                long number = number(0, blank);
                long sent = number(blank + 1, blank + 21);
                if (number >= 0) {
                    latencies[(int) records.getAndIncrement()] = System.nanoTime() - sent;
                }
            }

            private long number(int from, int to) {
                long value = 0;
                for (int at = from; at < to; at++) {
                    value = value * 10 + line[at] - '0';
                }
                return value;
            }

            @Override
            public void settingsRepaired(String detail) {
                System.err.println(detail);
            }

            @Override
            public void gone(String reason) {
                // The end.
            }
        }
    }
}
