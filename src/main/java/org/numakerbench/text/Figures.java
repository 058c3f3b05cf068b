package org.numakerbench.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Measured figures as people read them: no more digits than they are worth. */
public final class Figures {
    private static final MathContext DIGITS = new MathContext(4);
    private static final double WHOLE_FROM = 1000;

    private Figures() {}

    /** {@code 63,022}; {@code 12.5}; {@code -80}: four digits, whole ones all. */
    public static String of(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= WHOLE_FROM) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** The same with its sign, of a change. */
    public static String signed(double value) {
        String text = of(value);
        return text.startsWith("-") ? text : "+" + text;
    }

    /**
     * How many of what: {@code 1 build}, {@code 1,200 builds}.
     *
     * @param what one of them, whose plural has an s more
     */
    public static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    /** With its unit; one without a unit stands alone. */
    public static String with(String unit, double value) {
        return unit.isEmpty() ? of(value) : of(value) + " " + unit;
    }
}
