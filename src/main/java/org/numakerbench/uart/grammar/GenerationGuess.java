package org.numakerbench.uart.grammar;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * Which generation of the firmware speaks: the Mbed OS version narrows it down, then each line that only some generations
 * print does.
 *
 * @param generations those that remain, oldest and newest as {@code "G1"} or {@code "G2..G3"}; null when nothing tells
 * @param reason what told, in words
 */
public record GenerationGuess(
        @JsonProperty("generation") @Nullable String generations, String reason) {
    /** From the claims of one capture. */
    public static GenerationGuess of(List<Claim> claims) {
        StringBuilder reason = new StringBuilder();
        Set<Generation> left = possible(claims, EnumSet.allOf(Generation.class), reason);
        if (reason.isEmpty()) {
            return new GenerationGuess(null, "no line tells");
        }
        Generation[] range = left.toArray(new Generation[0]);
        String oldest = range[0].word();
        String newest = range[range.length - 1].word();
        return new GenerationGuess(range.length == 1 ? oldest : oldest + ".." + newest, reason.toString());
    }

    /**
     * The generations that may have printed these claims.
     *
     * @param built the Mbed OS version that the firmware is known to be built with; null when nobody knows
     */
    public static Set<Generation> possible(List<Claim> claims, @Nullable String built) {
        Set<Generation> known = built == null ? EnumSet.allOf(Generation.class) : ofVersion(built);
        return possible(claims, known, null);
    }

    private static Set<Generation> possible(List<Claim> claims, Set<Generation> known, @Nullable StringBuilder reason) {
        LineMatcher matcher = new LineMatcher(Grammar.FIRMWARE);
        Set<Generation> left = known;
        for (Claim claim : claims) {
            if (claim.kind() == ClaimKind.UNRECOGNISED || claim.kind() == ClaimKind.UNFINISHED) {
                continue;
            }
            String first = claim.text().lines().findFirst().orElse("");
            Set<Generation> possible = EnumSet.allOf(Generation.class);
            String version = claim.kind() == ClaimKind.MBED_OS_VERSION ? claim.string("version") : null;
            if (version != null) {
                possible = ofVersion(version);
            } else {
                byte[] bytes = first.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                LinePattern pattern = matcher.find(bytes, 0, bytes.length);
                if (pattern != null) {
                    GrammarRow row = pattern.row();
                    possible = EnumSet.range(row.first(), row.last());
                }
            }
            Set<Generation> both = EnumSet.copyOf(left);
            both.retainAll(possible);
            if (!both.isEmpty() && both.size() < left.size()) {
                left = both;
                if (reason != null) {
                    reason.append(reason.isEmpty() ? "" : "; ")
                            .append("prints \"")
                            .append(first)
                            .append('"');
                }
            } else if (both.isEmpty() && reason != null && reason.indexOf(first) < 0) {
                reason.append("; but also prints \"").append(first).append('"');
            }
        }
        return left;
    }

    /** Protocol notes, section 0: Mbed OS of each generation. */
    private static Set<Generation> ofVersion(String version) {
        String[] parts = version.split("\\.");
        if (parts.length < 2 || !parts[0].matches("\\d{1,3}") || !parts[1].matches("\\d{1,3}")) {
            return EnumSet.allOf(Generation.class);
        }
        int major = Integer.parseInt(parts[0]);
        int minor = Integer.parseInt(parts[1]);
        if (major >= 6) {
            return EnumSet.range(Generation.G6, Generation.G7);
        }
        return switch (minor) {
            case 7 -> EnumSet.range(Generation.G0, Generation.G1);
            case 8 -> EnumSet.of(Generation.G1B);
            case 9 -> EnumSet.of(Generation.G1C);
            case 10, 11 -> EnumSet.of(Generation.G2);
            case 12, 13 -> EnumSet.range(Generation.G2, Generation.G3);
            case 14 -> EnumSet.range(Generation.G3, Generation.G4);
            case 15 -> EnumSet.range(Generation.G4, Generation.G6);
            default -> EnumSet.allOf(Generation.class);
        };
    }
}
