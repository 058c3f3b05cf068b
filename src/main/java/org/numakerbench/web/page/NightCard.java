package org.numakerbench.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabView.NightNow;
import org.numakerbench.text.SafeText;

/** A night and how far it is. */
public record NightCard(
        String id,
        String night,
        String href,
        String plan,
        Moment started,
        @Nullable Moment ended,
        int items,
        int done,
        List<WordCount> words) {

    public static NightCard of(NightNow it) {
        return new NightCard(
                "night-" + Css.of(it.night()),
                SafeText.line(it.night()),
                Links.night(it.night()),
                SafeText.line(it.plan()),
                Moment.of(it.started()),
                it.ended() == null ? null : Moment.of(it.ended()),
                it.items(),
                it.done(),
                WordCount.of(it.words()));
    }
}
