package org.numakerbench.history;

import java.util.List;
import java.util.Locale;
import org.numakerbench.history.change.Rules;
import org.numakerbench.model.Direction;

/** What a series is made of, in bytes. */
public enum Metric implements Measure {
    /** {@code Max heap size}: the peak. */
    MAX("peak heap"),
    /** {@code Current heap size} at the end: what was never given back. */
    CURRENT("heap at the end"),
    /** Growth of the current heap from one loop of the test to the next, where a firmware runs it several times. */
    PER_LOOP("heap growth a loop"),
    /** Greatest use of any thread's stack, where the firmware prints thread statistics. */
    STACK("thread stack"),
    /** Static RAM by the MAP file. */
    STATIC("static RAM"),
    /** Static RAM and peak heap together, which is what must fit into the target's RAM. */
    TOTAL("static RAM and peak heap"),
    /** Flash by the MAP file. */
    FLASH("flash");

    /** What a nightly job wants to know when it does not say. */
    public static final List<Metric> USUAL = List.of(MAX, CURRENT, PER_LOOP, STATIC);

    private final String words;

    Metric(String words) {
        this.words = words;
    }

    @Override
    public String key() {
        return name();
    }

    @Override
    public String unit() {
        return "bytes";
    }

    @Override
    public Direction direction() {
        return Direction.SMALLER;
    }

    @Override
    public Rules rules() {
        return Rules.DEFAULT;
    }

    @Override
    public String words() {
        return words;
    }

    /** {@code per-loop}. */
    @Override
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public boolean tellsLeaks() {
        return this == CURRENT || this == PER_LOOP;
    }
}
