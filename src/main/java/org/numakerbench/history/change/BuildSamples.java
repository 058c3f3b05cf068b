package org.numakerbench.history.change;

import java.util.Arrays;

/**
 * All figures that runs of one build gave, in bytes; at least one.
 *
 * @param build names the build
 */
public record BuildSamples(String build, double[] bytes) {
    public BuildSamples {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("build " + build + " without a run");
        }
        bytes = bytes.clone();
    }

    @Override
    public double[] bytes() {
        return bytes.clone();
    }

    public int runs() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BuildSamples it && build.equals(it.build) && Arrays.equals(bytes, it.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * build.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return build + Arrays.toString(bytes);
    }
}
