package org.numakerbench.uart;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.GrammarRow;

/** Damaged captures: what a bad wire, a reset or an enemy makes of a sample. */
final class Mutation {
    private static final List<GrammarRow> ROWS = Grammar.FIRMWARE.rows();
    private static final String[] ENDS = {"\r\n", "\n", "\r", "", "\r\r\n", "\n\r", "\r\n\r\n"};
    private static final String[] FILLERS = {
        "Nuvoton/Mbed/D001", "1", "-1", "{\"a\":1}", "", "x y", "$aws/things/t/shadow/get", "8883", "\u00fc", "  : "
    };

    private Mutation() {}

    static byte[] of(byte[] sample, Random random) {
        byte[] bytes = sample;
        int times = 1 + random.nextInt(6);
        for (int i = 0; i < times; i++) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length < 2) {
            return bytes.clone();
        }
        int at = random.nextInt(bytes.length);
        int count = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 400));
        return switch (random.nextInt(8)) {
            case 0 -> flip(bytes, at, random);
            case 1 -> splice(bytes, at, count, new byte[0]);
            case 2 -> splice(bytes, at, 0, noise(1 + random.nextInt(40), random));
            case 3 -> splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + count));
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> splice(bytes, at, 0, words(random));
            case 6 -> lineEnd(bytes, at, random);
            default -> splice(bytes, at, 0, Wire.sample(Wire.SAMPLES.get(random.nextInt(Wire.SAMPLES.size()))));
        };
    }

    private static byte[] lineEnd(byte[] bytes, int at, Random random) {
        int found = at;
        while (found < bytes.length && bytes[found] != '\r' && bytes[found] != '\n') {
            found++;
        }
        return splice(bytes, found, found < bytes.length ? 1 : 0, Wire.bytes(ENDS[random.nextInt(ENDS.length)]));
    }

    /** Lines of the grammar, filled in and joined in any order. */
    static byte[] words(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int lines = random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            String pattern = ROWS.get(random.nextInt(ROWS.size())).pattern();
            String line = pattern.replaceAll("\\{[^}]*}", FILLERS[random.nextInt(FILLERS.length)].replace("$", "\\$"));
            if (random.nextInt(10) == 0) {
                line = line.substring(0, random.nextInt(line.length() + 1));
            }
            out.writeBytes(Wire.bytes(line + ENDS[random.nextInt(ENDS.length)]));
        }
        return out.toByteArray();
    }

    private static byte[] flip(byte[] bytes, int at, Random random) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static byte[] noise(int count, Random random) {
        byte[] noise = new byte[count];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] splice(byte[] bytes, int at, int removed, byte[] added) {
        byte[] result = new byte[bytes.length - removed + added.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(bytes, at + removed, result, at + added.length, bytes.length - at - removed);
        return result;
    }
}
