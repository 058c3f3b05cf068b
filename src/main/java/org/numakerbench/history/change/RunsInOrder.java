package org.numakerbench.history.change;

import java.util.Arrays;
import java.util.List;

/**
 * The figures of a series one behind the other, build by build. Ranges are of builds, the end outside.
 *
 * @param values figures of all runs
 * @param starts where each build's figures begin; one more at the end
 */
record RunsInOrder(double[] values, int[] starts) {
    static RunsInOrder of(List<BuildSamples> builds) {
        int[] starts = new int[builds.size() + 1];
        for (int i = 0; i < builds.size(); i++) {
            starts[i + 1] = starts[i] + builds.get(i).runs();
        }
        double[] values = new double[starts[builds.size()]];
        for (int i = 0; i < builds.size(); i++) {
            System.arraycopy(
                    builds.get(i).bytes(), 0, values, starts[i], builds.get(i).runs());
        }
        return new RunsInOrder(values, starts);
    }

    int builds() {
        return starts.length - 1;
    }

    int runs(int from, int to) {
        return starts[to] - starts[from];
    }

    double[] range(int from, int to) {
        return Arrays.copyOfRange(values, starts[from], starts[to]);
    }

    double median(int from, int to) {
        return median(range(from, to));
    }

    /** One median a build. */
    double[] medians(int from, int to) {
        double[] medians = new double[to - from];
        for (int i = from; i < to; i++) {
            medians[i - from] = starts[i + 1] - starts[i] == 1 ? values[starts[i]] : median(i, i + 1);
        }
        return medians;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
