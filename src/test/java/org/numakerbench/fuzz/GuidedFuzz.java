package org.numakerbench.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One reader for Jazzer, which makes inputs by the code that earlier ones reached: {@code scripts/fuzz --guided}. */
public final class GuidedFuzz {
    private static final FuzzReader READER = Readers.named(System.getProperty("fuzz.reader", "profile"));

    private GuidedFuzz() {}

    /** Loads what is needed, so that the first input is not slow, and gives the seeds to the corpus. */
    public static void fuzzerInitialize() throws Throwable {
        Path corpus = Files.createDirectories(Path.of("target", "fuzz", "corpus", READER.name()));
        int number = 0;
        for (byte[] seed : READER.seeds().get()) {
            READER.check(seed);
            write(corpus.resolve("seed-" + number++), seed);
        }
    }

    /** One input. */
    public static void fuzzerTestOneInput(byte[] input) throws Throwable {
        READER.check(input);
        READER.check(READER.repair().apply(input));
    }

    private static void write(Path file, byte[] seed) throws IOException {
        if (Files.notExists(file)) {
            Files.write(file, seed);
        }
    }
}
