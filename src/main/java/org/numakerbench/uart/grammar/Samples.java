package org.numakerbench.uart.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines that a pattern is meant to take: what its placeholders stand for, short and long, with and without spaces. */
final class Samples {
    private static final int VARIANTS = 3;

    private Samples() {}

    /** A few lines of a pattern; none of a regular expression, which nobody can turn round. */
    static List<byte[]> of(LinePattern pattern) {
        List<byte[]> samples = new ArrayList<>();
        for (int variant = 0; variant < VARIANTS && !pattern.row().regex(); variant++) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            List<byte[]> literals = pattern.literals();
            for (int i = 0; i < literals.size(); i++) {
                if (i > 0) {
                    String taken = taken(pattern.types().get(i - 1), variant);
                    line.writeBytes(taken.getBytes(StandardCharsets.US_ASCII));
                }
                line.writeBytes(literals.get(i));
            }
            samples.add(line.toByteArray());
        }
        return samples;
    }

    private static String taken(LinePattern.Type type, int variant) {
        return switch (type) {
            case TEXT -> List.of("some words", "a1", "7").get(variant);
            case ANY -> List.of("", "some words", "7").get(variant);
            case WORD -> List.of("word", "a/b-1", "7").get(variant);
            case INT -> List.of("0", "-12", "345").get(variant);
            case HEX, HEXTEXT -> List.of("0", "1f", "a0b1").get(variant);
            case SPACES -> List.of("", " ", "   ").get(variant);
            case NUMBER -> List.of("0", "-1.5", "23.50").get(variant);
        };
    }
}
