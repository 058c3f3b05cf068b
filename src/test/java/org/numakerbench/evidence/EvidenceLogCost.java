package org.numakerbench.evidence;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prints what an entry costs, on the disk of the working directory:
 * {@code java -cp target/classes:target/test-classes:target/numaker-bench.jar org.numakerbench.evidence.EvidenceLogCost}.
 */
public final class EvidenceLogCost {
    private static final int ENTRIES = 50_000;
    private static final int FSYNCS = 100;

    private EvidenceLogCost() {}

    public static void main(String[] none) throws IOException {
        Path file = Path.of("evidence-log-cost.jsonl").toAbsolutePath();
        Fact fact = new Fact.UartReceived(Bytes.utf8("MQTT publishes message to Nuvoton/Mbed/D001 OK\r\n"));
        long[] append = new long[ENTRIES];
        long[] fsync = new long[FSYNCS];
        try {
            try (EvidenceLog log = EvidenceLog.create(file, entry -> {})) {
                for (int i = -ENTRIES; i < ENTRIES; i++) {
                    long started = System.nanoTime();
                    log.append(fact);
                    append[Math.max(i, 0)] = System.nanoTime() - started; // the first half warms up
                }
            }
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                for (int i = 0; i < FSYNCS; i++) {
                    out.seek(out.length());
                    out.write(new byte[480]); // half a second of UART at 9600 baud
                    long started = System.nanoTime();
                    out.getFD().sync();
                    fsync[i] = System.nanoTime() - started;
                }
            }
        } finally {
            Files.deleteIfExists(file);
        }
        print("append", append, 1e3, "us");
        print("fsync of 480 bytes", fsync, 1e6, "ms");
    }

    private static void print(String what, long[] nanos, double unit, String name) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.1f %s, p99 %.1f %s, longest %.1f %s%n",
                what,
                nanos[nanos.length / 2] / unit,
                name,
                nanos[nanos.length * 99 / 100] / unit,
                name,
                nanos[nanos.length - 1] / unit,
                name);
    }
}
