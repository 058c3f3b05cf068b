package org.numakerbench.web.page;

import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabView.QueuedItem;
import org.numakerbench.text.SafeText;

/**
 * A run that waits or goes on.
 *
 * @param run its page; null while there is none
 */
public record QueueRow(
        String id,
        String place,
        String build,
        String image,
        int repeat,
        int attempts,
        boolean running,
        @Nullable String run,
        String night) {

    /** @param bench where it runs; null when it does not */
    public static QueueRow of(QueuedItem it, @Nullable String bench) {
        String run = it.run();
        return new QueueRow(
                "item-" + Css.of(it.item()),
                SafeText.line(it.place()),
                SafeText.line(it.build()),
                SafeText.line(it.image()),
                it.repeat(),
                it.attempts(),
                it.running(),
                run == null || bench == null ? null : Links.run(bench, run),
                Links.night(it.night()));
    }
}
