package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The samples with seeded damage on the wire: what a reader still gets from them. Only claims that the undamaged sample
 * does not have are listed.
 *
 * <p>{@code mvn test -Dtest=DamagedCapturesTest -Dgolden.update=true} writes the lists again; review the difference.
 */
class DamagedCapturesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/uart-samples/golden");
    private static final int SEEDS = 12;

    static Stream<String> samples() {
        return Wire.SAMPLES.stream().filter(name -> name.endsWith(".wire.log"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void damage_is_read_as_it_was(String name) throws IOException {
        byte[] whole = Wire.sample(name);
        Set<String> known = new HashSet<>();
        Wire.claims(whole).forEach(claim -> known.add(content(claim)));
        StringBuilder text = new StringBuilder();
        for (int seed = 1; seed <= SEEDS; seed++) {
            text.append("== ").append(seed).append(" flipped\n").append(news(flipped(whole, seed), known));
            text.append("== ").append(seed).append(" dropped\n").append(news(dropped(whole, seed), known));
            text.append("== ").append(seed).append(" cut out\n").append(news(cutOut(whole, seed), known));
            text.append("== ").append(seed).append(" cut off\n").append(news(cutOff(whole, seed), known));
        }
        Path golden = GOLDEN.resolve(name.replace(".wire.log", ".damaged.txt"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }

        assertThat(text.toString()).isEqualTo(Files.readString(golden));
    }

    private static String news(byte[] damaged, Set<String> known) {
        List<Claim> claims = Wire.claims(damaged);
        StringBuilder text = new StringBuilder();
        for (Claim claim : claims) {
            if (!known.contains(content(claim))) {
                text.append(claim.line())
                        .append(' ')
                        .append(claim.start())
                        .append('-')
                        .append(claim.end())
                        .append(' ');
                text.append(content(claim)).append('\n');
            }
        }
        text.append(ClaimJson.line(ParseSummary.of(claims)).replaceAll(",\"heap\".*", ""))
                .append('\n');
        return text.toString();
    }

    /** Without places, which damage shifts. */
    private static String content(Claim claim) {
        return ClaimJson.line(claim).replaceFirst("\\{\"line\":\\d+,", "{");
    }

    private static byte[] flipped(byte[] bytes, int seed) {
        Random random = new Random(seed);
        byte[] damaged = bytes.clone();
        for (int i = 0; i < 6; i++) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private static byte[] dropped(byte[] bytes, int seed) {
        Random random = new Random(100 + seed);
        List<Integer> gone = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            gone.add(random.nextInt(bytes.length));
        }
        byte[] damaged = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (!gone.contains(i)) {
                damaged[length++] = bytes[i];
            }
        }
        return Arrays.copyOf(damaged, length);
    }

    /** A burst that the adapter lost. */
    private static byte[] cutOut(byte[] bytes, int seed) {
        Random random = new Random(200 + seed);
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(200));
        byte[] damaged = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, damaged, from, bytes.length - to);
        return damaged;
    }

    private static byte[] cutOff(byte[] bytes, int seed) {
        return Arrays.copyOf(bytes, 1 + new Random(300 + seed).nextInt(bytes.length - 1));
    }
}
