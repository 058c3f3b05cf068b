package org.numakerbench.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The long run of {@code scripts/fuzz}: one reader, blind. Prints a row of figures; inputs that failed are kept below
 * {@code target/fuzz}. The process is given 512 MB by the script.
 */
final class FuzzMain {
    private static final Path KEPT = Path.of("target", "fuzz");
    private static final long WATCHED_S = 60;

    private FuzzMain() {}

    /** {@code READER SECONDS INPUTS SEED}: ends when either is reached. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            Readers.ALL.forEach(it -> System.out.println(it.name()));
            return;
        }
        FuzzReader reader = Readers.named(arguments[0]);
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
        Fuzzing fuzzing = new Fuzzing(reader, Long.parseLong(arguments[3]));
        watch(fuzzing, reader.name());
        long began = System.nanoTime();
        fuzzing.run(Long.parseLong(arguments[2]), time);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d |%n",
                reader.name(),
                fuzzing.inputs(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                fuzzing.failures().size(),
                fuzzing.slowestMs(),
                Fuzzing.peakMebibytes());
        int number = 0;
        for (Fuzzing.Failure each : List.copyOf(fuzzing.failures().values())) {
            Path input = keep(reader.name() + "-" + number++, each.input());
            System.err.println(reader.name() + ": " + input);
            each.thrown().printStackTrace();
        }
        System.exit(fuzzing.failures().isEmpty() ? 0 : 1);
    }

    /** A reader that never comes back would never be heard of. */
    private static void watch(Fuzzing fuzzing, String name) {
        Thread watchdog = new Thread(() -> {
            try {
                for (long last = -1; fuzzing.inputs() != last; TimeUnit.SECONDS.sleep(WATCHED_S)) {
                    last = fuzzing.inputs();
                }
                System.err.println(name + " hangs: " + keep(name + "-hangs", fuzzing.current()));
            } catch (InterruptedException | IOException failure) {
                failure.printStackTrace();
            }
            Runtime.getRuntime().halt(1);
        });
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static Path keep(String name, byte[] input) throws IOException {
        Files.createDirectories(KEPT);
        return Files.write(KEPT.resolve(name), input);
    }
}
