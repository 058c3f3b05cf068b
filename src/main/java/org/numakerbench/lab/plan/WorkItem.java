package org.numakerbench.lab.plan;

import org.numakerbench.firmware.Image;

/**
 * One run that a plan asks for.
 *
 * @param ordinal its place in the night's order, from 0
 * @param build what the plan calls the image; a column of the matrix
 * @param repeat from 1
 */
public record WorkItem(int ordinal, BoardSelector place, String build, Image image, int repeat) {
    /** {@code mqtt}, {@code https} or {@code mqtt+https}. */
    public String phases() {
        return phases(image);
    }

    static String phases(Image image) {
        return String.join("+", image.manifest().phases());
    }
}
