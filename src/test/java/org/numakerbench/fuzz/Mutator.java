package org.numakerbench.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Damaged inputs, blind but knowing what text looks like: values, lines, nesting and words of the seeds are changed beside
 * bytes. The same seed gives the same inputs.
 */
final class Mutator {
    private static final int LONGEST = 64 * 1024;
    /** A value of JSON or YAML. */
    private static final Pattern VALUE =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.){0,200}+\"|(?<![\\w.])-?\\d+(?:\\.\\d+)?|true|false|null");

    private static final String[] VALUES = {
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e999",
        "9223372036854775808",
        "-2147483649",
        "\"\"",
        "\"\\u0000\"",
        "[]",
        "{}",
        "[null]",
        "{\"a\":null}",
        "\"2026-02-30T25:61:00Z\"",
        "\"+999999999-01-01T00:00:00Z\"",
        "\"NaN\"",
        "\"\\ud800\"",
        "\"\\u202e\\u001b[31m\"",
        "\"(((((((((a*)*)*)*)*)*)*)*)*)*\"",
        "\"../../x\"",
        "\"a\\nb\""
    };
    private static final String[] SCRAPS = {
        "", "\n", "\r\n", "\t", "\0", "\u00ff", ": ", "- ", "{", "}", "[", "]", ",", "\"", "'", "#", "&a ", "*a",
                "!!set ",
        "? ", "<<: ", "%", "%2e", "%00", "..", "/", "//", "?", "&", "=", "+", "$", "${x}", "*", ";", "|", ">", "---\n",
        "...\n", "0x", "0xffffffffffffffff", "-----BEGIN X-----\n", "-----END X-----\n", "\ufeff", "\u2028"
    };

    private final List<byte[]> seeds;
    private final Random random;

    Mutator(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] bytes = seeds.get(random.nextInt(seeds.size()));
        for (int times = 1 + random.nextInt(5); times > 0; times--) {
            bytes = once(bytes);
        }
        return bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
    }

    private byte[] once(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int count = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 4 : 300));
        return switch (random.nextInt(13)) {
            case 0 -> flipped(bytes, at);
            case 1 -> splice(bytes, at, count, new byte[0]);
            case 2 -> splice(bytes, at, 0, noise(1 + random.nextInt(20)));
            case 3 -> splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + count));
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> splice(bytes, at, random.nextBoolean() ? count : 0, latin1(pick(SCRAPS)));
            case 6, 7, 8 -> otherValue(bytes);
            case 9 -> otherLines(bytes);
            case 10 -> splice(bytes, at, 0, piece(seeds.get(random.nextInt(seeds.size()))));
            case 11 -> splice(bytes, at, 0, repeated(Arrays.copyOfRange(bytes, at, at + Math.min(count, 8))));
            default -> splice(bytes, at, Math.min(count, 4), number());
        };
    }

    private byte[] otherValue(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher value = VALUE.matcher(text);
        // Near a place chosen by chance, so that a long text is not searched from its beginning.
        boolean found = value.find(random.nextInt(text.length() + 1)) || value.find(0);
        return found ? splice(bytes, value.start(), value.end() - value.start(), latin1(pick(VALUES))) : bytes;
    }

    private byte[] otherLines(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1);
        int one = random.nextInt(lines.length);
        int other = random.nextInt(lines.length);
        String kept = lines[one];
        lines[one] = random.nextBoolean() ? lines[other] : "";
        if (random.nextBoolean()) {
            lines[other] = kept;
        }
        return latin1(String.join("", lines));
    }

    private byte[] piece(byte[] seed) {
        int at = random.nextInt(seed.length + 1);
        return Arrays.copyOfRange(seed, at, Math.min(seed.length, at + random.nextInt(400)));
    }

    private byte[] repeated(byte[] what) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 5000 : 40); i > 0; i--) {
            out.writeBytes(what);
        }
        return out.toByteArray();
    }

    /** Where binary formats have lengths and offsets. */
    private byte[] number() {
        int[] some = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x10000, 0xff, random.nextInt()};
        int it = some[random.nextInt(some.length)];
        return new byte[] {(byte) it, (byte) (it >> 8), (byte) (it >> 16), (byte) (it >> 24)};
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        if (at < bytes.length) {
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] noise(int count) {
        byte[] noise = new byte[count];
        random.nextBytes(noise);
        return noise;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static byte[] latin1(String text) {
        // What ISO 8859-1 has no place for is UTF-8 here.
        return text.chars().allMatch(it -> it < 256)
                ? text.getBytes(StandardCharsets.ISO_8859_1)
                : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] splice(byte[] bytes, int at, int removed, byte[] added) {
        byte[] result = new byte[bytes.length - removed + added.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(bytes, at + removed, result, at + added.length, bytes.length - at - removed);
        return result;
    }
}
