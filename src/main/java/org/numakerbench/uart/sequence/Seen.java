package org.numakerbench.uart.sequence;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * Something that came on the wire, as far as its place in the sequence goes.
 *
 * @param kind of a claim; null for a line of a block and for an empty line
 * @param ok what a claim says
 * @param text its first line, without the spaces around; empty for an empty line
 * @param fields of a claim
 * @param step by the claims before it; null where none is running, and for what belongs to none
 * @param line wire line, from 1
 * @param loose a line that only resembles one of this kind, or an empty one that may be another thread's: it may stand
 *     there, and need not
 */
record Seen(
        @Nullable ClaimKind kind,
        @Nullable Boolean ok,
        String text,
        Map<String, Object> fields,
        @Nullable String step,
        int line,
        boolean loose) {
    /** What other threads and drivers print, with empty lines of its own. */
    private static final Set<ClaimKind> OTHERS = EnumSet.of(
            ClaimKind.TRACE,
            ClaimKind.AT_DRIVER,
            ClaimKind.THREAD_STACK,
            ClaimKind.UNRECOGNISED,
            ClaimKind.CRASH,
            ClaimKind.OWN);

    /** More of them in a row tell nothing more. */
    private static final int MOST_EMPTY = 3;

    boolean empty() {
        return kind == null && text.isEmpty();
    }

    boolean failed() {
        return Boolean.FALSE.equals(ok);
    }

    /** The same words of the same claim. */
    boolean repeats(Seen other) {
        return kind == other.kind && text.equals(other.text) && fields.equals(other.fields);
    }

    /**
     * Claims and the empty lines between them.
     *
     * @param lines how many the wire has; 0 when more may come
     */
    static List<Seen> all(List<Claim> claims, int lines) {
        List<Seen> all = new ArrayList<>();
        int next = 0;
        boolean beside = false;
        for (Claim claim : claims) {
            boolean other = OTHERS.contains(claim.kind());
            empty(all, next, claim.line(), beside || other);
            beside = other;
            next = Math.max(next, lastLine(claim) + 1);
            Seen seen = of(claim);
            if (seen != null) {
                all.add(seen);
            }
        }
        empty(all, next, lines + 1, beside);
        return all;
    }

    /** The lines of a claim. */
    static List<Seen> within(Claim claim) {
        List<Seen> lines = new ArrayList<>();
        int number = claim.line();
        for (String line : claim.text().split("\n", -1)) {
            lines.add(new Seen(null, null, line.strip(), Map.of(), null, number++, false));
        }
        return lines;
    }

    private static void empty(List<Seen> into, int from, int to, boolean beside) {
        for (int line = from; from > 0 && line < to && line < from + MOST_EMPTY; line++) {
            into.add(new Seen(null, null, "", Map.of(), null, line, beside));
        }
    }

    private static int lastLine(Claim claim) {
        return claim.line() + (int) claim.text().chars().filter(c -> c == '\n').count();
    }

    /** Null for what has no place of its own. */
    private static @Nullable Seen of(Claim claim) {
        ClaimKind kind = claim.kind();
        boolean damaged = kind == ClaimKind.UNRECOGNISED;
        if (damaged) {
            String resembled = claim.string("resemblesKind");
            if (resembled == null) {
                return null;
            }
            kind = ClaimKind.of(resembled);
        }
        if (kind == ClaimKind.UNFINISHED || kind == ClaimKind.OWN) {
            return null;
        }
        String first = claim.text().lines().findFirst().orElse("").strip();
        String step = OTHERS.contains(kind) ? null : claim.stepName();
        return new Seen(kind, claim.ok(), first, claim.fields(), step, claim.line(), damaged);
    }
}
