package org.numakerbench.web.page;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Outcome;
import org.numakerbench.report.run.CauseLine;
import org.numakerbench.text.SafeText;

/**
 * What stands above a run: what it is, and what it came to or does now.
 *
 * @param word the outcome, or {@code RUNNING}
 * @param owner who has to act, and at which stage; empty for a pass
 * @param words the outcome's reason, or what the bench does
 * @param heap figures in words; empty while there are none
 */
public record RunHead(
        String bench,
        String run,
        String board,
        String target,
        String image,
        String mbedOs,
        @Nullable Moment started,
        boolean ended,
        String word,
        String owner,
        String words,
        String heap) {
    private static final String RUNNING = "RUNNING";

    /** Nothing of its log was read yet. */
    public static RunHead unread(String bench, String run) {
        return new RunHead(bench, run, "", "", "", "", null, false, RUNNING, "", "beginning", "");
    }

    /** @param bench under which names it was asked for, as {@code run}; those of its log are the log's own affair */
    public static RunHead of(
            String bench,
            String run,
            RunContext context,
            Judgement judgement,
            String started,
            String stage,
            boolean ended) {
        String mbedOs = context.image().mbedOs();
        return new RunHead(
                bench,
                run,
                SafeText.line(context.board()),
                SafeText.line(context.target()),
                SafeText.line(context.image().id()),
                mbedOs == null ? "" : SafeText.line(mbedOs),
                Moment.of(Instant.parse(started)),
                ended,
                ended ? judgement.outcome().name() : RUNNING,
                ended ? CauseLine.of(judgement) : "",
                ended ? Excerpt.of(judgement.reason()) : stage,
                heap(judgement.heap()));
    }

    /** The same when its log cannot be read, or not any further. */
    public RunHead unreadable(String sentence) {
        return new RunHead(
                bench,
                run,
                board,
                target,
                image,
                mbedOs,
                started,
                true,
                "UNREADABLE",
                "",
                SafeText.line(sentence),
                heap);
    }

    private static String heap(Judgement.Heap heap) {
        Long max = heap.maxBytes();
        Long ram = heap.ramBytes();
        if (max == null) {
            return "";
        }
        return ram == null
                ? String.format(Locale.ROOT, "peak %,d bytes; the target's RAM is not known", max)
                : String.format(
                        Locale.ROOT, "peak %,d of %,d bytes (%.1f %%)", max, ram, 100.0 * max / Math.max(1, ram));
    }

    public String css() {
        return Css.of(word);
    }

    public String title() {
        return word.replace('_', ' ');
    }

    public String href() {
        return Links.run(bench, run);
    }

    public String report() {
        return Links.report(bench, run);
    }

    /** Beside the last pass of its board; empty where it is one itself, or has not ended. */
    public String compare() {
        return ended && !word.equals(Outcome.PASS.name()) ? Links.compare(bench, run) : "";
    }

    public String boardPage() {
        return Links.board(bench, board);
    }
}
