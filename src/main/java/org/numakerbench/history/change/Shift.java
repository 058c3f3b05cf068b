package org.numakerbench.history.change;

import java.util.Arrays;

/**
 * How far apart two samples lie: the median of all differences between them (Hodges and Lehmann) with the interval that
 * the order of those differences gives (Moses). [Hollander, Wolfe: Nonparametric Statistical Methods, 4.2 and 4.3]
 *
 * @param bytes second less first
 * @param low lower end, 95 %
 * @param high upper end
 */
record Shift(double bytes, double low, double high) {
    private static final double NORMAL_95 = 1.959964;
    /** Runs beyond these are older news; a thousand would give a million differences. */
    static final int MOST = 150;

    /** Of {@code first} its last runs count, of {@code second} its first ones. */
    static Shift between(double[] first, double[] second) {
        double[] left = Arrays.copyOfRange(first, Math.max(0, first.length - MOST), first.length);
        double[] right = Arrays.copyOf(second, Math.min(MOST, second.length));
        double[] differences = new double[left.length * right.length];
        int at = 0;
        for (double one : left) {
            for (double other : right) {
                differences[at++] = other - one;
            }
        }
        Arrays.sort(differences);
        double pairs = differences.length;
        double spread = NORMAL_95 * Math.sqrt(pairs * (left.length + right.length + 1.0) / 12);
        int rank = (int) Math.max(0, Math.floor(pairs / 2 - spread));
        int half = differences.length / 2;
        double middle =
                differences.length % 2 == 1 ? differences[half] : (differences[half - 1] + differences[half]) / 2;
        return new Shift(middle, differences[rank], differences[differences.length - 1 - rank]);
    }
}
