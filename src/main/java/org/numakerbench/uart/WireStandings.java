package org.numakerbench.uart;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.uart.Standing.Sort;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.grammar.LineMatcher;
import org.numakerbench.uart.grammar.LinePattern;
import org.numakerbench.uart.grammar.Standings;

/** Every line of a capture with what is made of it; none is without. */
public final class WireStandings {
    private static final Standing OLDER =
            new Standing("older", Sort.NEUTRAL, null, "printed before this boot: noise, or the end of an older run");
    private static final Standing LATER = new Standing(
            "later", Sort.NEUTRAL, null, "of a later loop of firmware that tests for ever; it is not judged");
    private static final Standing ORDER = named("order");
    private static final Standing PROGRESS = named("result");

    private static final int MOST_EMPTY = 3;

    private final List<Standing> byLine = new ArrayList<>();
    private final Grammar grammar;
    private final LineMatcher matcher;

    /**
     * @param firmware what the user's own firmware prints; null: the example firmware
     * @param claims of the capture in wire order, those before the boot banner included
     * @param lines how many it has
     * @param until the last line of the loops that are judged; {@code lines} where the firmware tests once
     */
    public WireStandings(@Nullable FirmwareDescription firmware, List<Claim> claims, int lines, int until) {
        grammar = Grammar.of(firmware);
        matcher = new LineMatcher(grammar);
        int boot = Claim.firstOfBoot(claims);
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            fill(claim.line(), i <= boot ? OLDER : ORDER, lines);
            add(claim, i < boot);
        }
        // A boot ends with one or two empty lines; what comes behind those nobody has read.
        fill(byLine.size() + 1 + MOST_EMPTY, boot == claims.size() ? OLDER : ORDER, lines);
        fill(lines + 1, boot == claims.size() ? OLDER : Standing.UNKNOWN, lines);
        for (int line = until; line < byLine.size(); line++) {
            byLine.set(line, LATER);
        }
    }

    private static Standing named(String name) {
        return Objects.requireNonNull(Standings.FIRMWARE.named(name), name);
    }

    /** Empty lines up to the next. */
    private void fill(int before, Standing standing, int lines) {
        while (byLine.size() + 1 < before && byLine.size() < lines) {
            byLine.add(standing);
        }
    }

    private void add(Claim claim, boolean older) {
        Standing first = older ? OLDER : first(claim);
        put(claim.line(), first);
        int line = claim.line();
        String text = claim.text();
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            int end = text.indexOf('\n', at + 1);
            String next = text.substring(at + 1, end < 0 ? text.length() : end);
            Standing within = older ? null : Standings.FIRMWARE.ofLine(claim.kind(), next);
            put(++line, within == null ? first : within);
        }
    }

    /** Two claims may share a line: what nobody understands shows, then what says most. */
    private void put(int line, Standing standing) {
        fill(line, ORDER, line);
        if (byLine.size() < line) {
            byLine.add(standing);
        } else if (rank(standing) > rank(byLine.get(line - 1))) {
            byLine.set(line - 1, standing);
        }
    }

    private static int rank(Standing standing) {
        return switch (standing.sort()) {
            case NOT_UNDERSTOOD -> 3;
            case JUDGED -> 2;
            case CONSISTENT -> 1;
            case NEUTRAL -> 0;
        };
    }

    private Standing first(Claim claim) {
        if (claim.kind() == ClaimKind.UNRECOGNISED) {
            return Standing.UNKNOWN;
        }
        if (claim.kind() == ClaimKind.UNFINISHED) {
            return PROGRESS;
        }
        String first = claim.text().lines().findFirst().orElse("");
        byte[] bytes = first.getBytes(StandardCharsets.UTF_8);
        LinePattern pattern = matcher.find(bytes, 0, bytes.length);
        return pattern != null && pattern.row().kind() == claim.kind()
                ? pattern.row().standing()
                : ofKind(claim);
    }

    /** Of a claim whose text was damaged or masked. */
    private Standing ofKind(Claim claim) {
        return grammar.rows().stream()
                .filter(row -> row.kind() == claim.kind()
                        && row.part() != GrammarRow.Part.PROGRESS
                        && Objects.equals(row.ok(), claim.ok()))
                .findFirst()
                .map(GrammarRow::standing)
                .orElse(ORDER);
    }

    /**
     * What is made of a field; null when nothing is said of it.
     *
     * @param place a field of the claim, a header, or the label of a line of its block
     */
    public static @Nullable Standing ofField(ClaimKind kind, String place) {
        return Standings.FIRMWARE.ofPlace(kind, place);
    }

    /** The same of a member of a JSON payload. */
    static @Nullable Standing ofMember(ClaimKind kind, String name) {
        return Standings.FIRMWARE.ofMember(kind, name);
    }

    /** How many lines there are. */
    public int lines() {
        return byLine.size();
    }

    /** Of a line, from 1; null beyond the last. */
    public @Nullable Standing of(int line) {
        return line < 1 || line > byLine.size() ? null : byLine.get(line - 1);
    }

    /** How many lines are of this sort. */
    public int count(Sort sort) {
        return (int) byLine.stream().filter(it -> it.sort() == sort).count();
    }
}
