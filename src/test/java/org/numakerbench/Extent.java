package org.numakerbench;

/** How much of the same a test does: little in {@code mvn verify}, all of it in {@code mvn -Plong verify}, as .ci/run does. */
public final class Extent {
    private static final boolean LONG = Boolean.getBoolean("bench.long");

    private Extent() {}

    public static int of(int little, int all) {
        return LONG ? all : little;
    }
}
