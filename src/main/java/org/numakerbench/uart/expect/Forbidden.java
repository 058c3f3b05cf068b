package org.numakerbench.uart.expect;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.grammar.TextPattern;

/** Where claims have what a description says must never come. */
public final class Forbidden {
    /**
     * One that came.
     *
     * @param pattern as the description has it
     * @param at place among the claims where it came first
     * @param count claims that have it
     */
    public record Hit(String pattern, int at, int count) {}

    private Forbidden() {}

    /**
     * Those that came, in the order of the description. Messages, responses and certificates are not looked into: they are others'
     * words.
     */
    public static List<Hit> of(FirmwareDescription firmware, List<Claim> claims) {
        List<Hit> hits = new ArrayList<>();
        for (String each : firmware.failOn()) {
            TextPattern pattern = TextPattern.ofPiece(each, Objects.requireNonNullElse(firmware.name(), "description"));
            int first = -1;
            int count = 0;
            for (int i = 0; i < claims.size(); i++) {
                if (LineTest.own(claims.get(i)).stream().anyMatch(pattern::isIn)) {
                    first = count++ == 0 ? i : first;
                }
            }
            if (count > 0) {
                hits.add(new Hit(each, first, count));
            }
        }
        return hits;
    }
}
