package org.numakerbench.uart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Feeds damaged samples, mixtures of the firmware's lines and noise to the parser for a long time: it must never throw,
 * account for every byte and not care about chunks. {@code -Dfuzz.seconds=600 -Dfuzz.seed=1}; see
 * {@code docs/testing-the-parser.md}. A failing input is written to {@code target/fuzz-failure.bin}.
 */
final class UartFuzz {
    private UartFuzz() {}

    public static void main(String[] arguments) throws Exception {
        Duration duration = Duration.ofSeconds(Long.getLong("fuzz.seconds", 60));
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        long end = System.nanoTime() + duration.toNanos();
        long inputs = 0;
        long bytes = 0;
        long claims = 0;
        while (System.nanoTime() < end) {
            byte[] capture = input(random);
            try {
                claims += check(capture, random).size();
            } catch (RuntimeException | AssertionError failure) {
                Path kept = Path.of("target", "fuzz-failure.bin");
                Files.write(kept, capture);
                throw new AssertionError("seed " + seed + ", input " + inputs + ", kept in " + kept, failure);
            }
            inputs++;
            bytes += capture.length;
        }
        System.out.printf(
                "%d inputs, %d bytes, %d claims in %d s, seed %d: nothing thrown, no byte lost%n",
                inputs, bytes, claims, duration.toSeconds(), seed);
    }

    private static byte[] input(Random random) {
        byte[] capture = switch (random.nextInt(4)) {
            case 0 -> Mutation.words(random);
            case 1 -> noise(random);
            default -> Wire.sample(Wire.SAMPLES.get(random.nextInt(Wire.SAMPLES.size())));
        };
        return Mutation.of(capture, random);
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(6000)];
        random.nextBytes(noise);
        return noise;
    }

    private static List<Claim> check(byte[] capture, Random random) {
        List<Claim> claims = UartParser.parse(capture);
        Wire.assertAllBytesAccountedFor(capture, claims);
        List<Claim> chunked = Wire.inChunks(capture, 1 + random.nextInt(random.nextBoolean() ? 3 : 500));
        if (!chunked.equals(claims)) {
            throw new AssertionError("other claims in chunks");
        }
        claims.forEach(ClaimJson::line);
        ParseSummary.of(claims);
        return claims;
    }
}
