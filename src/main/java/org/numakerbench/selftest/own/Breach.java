package org.numakerbench.selftest.own;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;

/**
 * A board that breaks one thing that its description expects, or forbids.
 *
 * @param name for people, of what it breaks
 * @param expected null for what must never come
 * @param never pattern of what must never come; null for what is expected
 * @param uncovered why nobody would notice; null: it must be caught
 */
record Breach(
        String name,
        Kind kind,
        @Nullable Expected expected,
        @Nullable String never,
        @Nullable String uncovered) {
    /** What the board does. */
    enum Kind {
        MISSING("it does not come"),
        TOO_OFTEN("it comes once too often"),
        EARLY("it comes ahead of what it comes behind"),
        LATE("it comes too late"),
        FORBIDDEN("it comes all the same");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** Every one that a description speaks of, and what it leaves open. */
    static List<Breach> of(FirmwareDescription description) {
        List<Breach> all = new ArrayList<>();
        for (Expected it : Expected.of(description)) {
            all.add(of(it, Kind.MISSING, it.least() > 0 ? null : "it need not come; give min: 1"));
            if (it.sort() == Expected.Sort.LISTED) {
                all.add(of(
                        it,
                        Kind.TOO_OFTEN,
                        it.most() < Integer.MAX_VALUE ? null : "it may come as often as it likes; add times: or max:"));
            }
            all.add(of(it, Kind.EARLY, early(it)));
            all.add(of(it, Kind.LATE, it.within() != null ? null : "it may take its time; add within:"));
        }
        all.removeIf(it -> it.uncovered != null && it.expected != null && it.expected.sort() == Expected.Sort.BOUND);
        description.failOn().forEach(it -> all.add(new Breach("failOn " + it, Kind.FORBIDDEN, null, it, null)));
        return all;
    }

    private static @Nullable String early(Expected it) {
        if (it.least() == 0) {
            return "it need not come; give min: 1";
        }
        return it.inOrder() || it.after() != null ? null : "it may come anywhere; take order: any away, or add after:";
    }

    private static Breach of(Expected expected, Kind kind, @Nullable String uncovered) {
        return new Breach(expected.name(), kind, expected, null, uncovered);
    }

    /** For a person. */
    String words() {
        return kind == Kind.MISSING && expected != null && expected.least() > 1 ? "it comes once too few" : kind.words;
    }
}
