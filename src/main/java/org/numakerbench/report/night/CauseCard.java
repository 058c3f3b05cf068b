package org.numakerbench.report.night;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.night.Cause;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.model.Owner;
import org.numakerbench.text.SafeText;

/**
 * A cause as the page shows it; its text is harmless.
 *
 * @param id anchor
 * @param since one sentence each
 * @param contrast what of the same build or on the same board passed
 * @param hits the runs it hit
 */
public record CauseCard(
        String id,
        Owner owner,
        String css,
        String sign,
        String title,
        String extent,
        boolean isNew,
        List<String> since,
        List<String> contrast,
        List<String> before,
        String reason,
        List<String> otherReasons,
        List<Chip> hits) {
    /**
     * One run.
     *
     * @param href its report; null without one
     */
    public record Chip(
            String sign, String css, String words, @Nullable String href) {}

    static CauseCard of(String id, CauseWords words, Function<Cause.Hit, @Nullable String> href) {
        Cause cause = words.cause();
        // What passed on retry looks like that wherever it is told.
        ItemOutcome look = cause.word();
        return new CauseCard(
                id,
                cause.owner(),
                look.css(),
                Symbols.sign(look),
                SafeText.line(words.title()),
                SafeText.line(words.extent()),
                words.isNew(),
                safe(words.since()),
                safe(words.contrast()),
                safe(words.before()),
                SafeText.block(cause.reason()),
                safe(cause.otherReasons()),
                cause.hits().stream().map(it -> chip(it, href.apply(it))).toList());
    }

    private static List<String> safe(List<String> lines) {
        return lines.stream().map(SafeText::line).toList();
    }

    private static Chip chip(Cause.Hit hit, @Nullable String href) {
        ItemOutcome word = hit.result().word();
        int repeats = hit.cell().results().size();
        return new Chip(
                Symbols.sign(word),
                word.css(),
                SafeText.line(hit.cell().place() + " · " + hit.cell().build()
                        + (repeats == 1 ? "" : " · run " + hit.result().item().repeat())),
                href);
    }

    /** Chips to be seen at once; an outage hits hundreds. */
    public List<Chip> first() {
        return hits.subList(0, Math.min(hits.size(), 12));
    }

    public List<Chip> rest() {
        return hits.subList(first().size(), hits.size());
    }
}
