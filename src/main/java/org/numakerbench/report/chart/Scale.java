package org.numakerbench.report.chart;

/**
 * Where values lie on an axis.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param from position in the drawing; above {@code to} for an axis that grows upwards
 */
public record Scale(double low, double high, double from, double to) {
    /** Position of a value; the middle of an axis that has but one. */
    public double at(double value) {
        return high == low ? (from + to) / 2 : from + (to - from) * (value - low) / (high - low);
    }

    /** Value of one of {@code ticks} + 1 ticks at equal distances. */
    public double tick(int number, int ticks) {
        return low + (high - low) * number / ticks;
    }
}
