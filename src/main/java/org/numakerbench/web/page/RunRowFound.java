package org.numakerbench.web.page;

import java.util.Locale;
import org.numakerbench.history.RunFound;
import org.numakerbench.text.SafeText;

/** A run of the history, a line of a table. */
public record RunRowFound(
        String run,
        String href,
        String report,
        String bench,
        String board,
        String boardPage,
        Moment started,
        String outcome,
        String css,
        String image,
        String build,
        String heap) {
    private static final int COMMIT_DIGITS = 12;

    public static RunRowFound of(RunFound it) {
        String commit = it.commit();
        String build = it.buildId() != null
                ? it.buildId()
                : commit == null ? "" : commit.substring(0, Math.min(COMMIT_DIGITS, commit.length()));
        return new RunRowFound(
                SafeText.line(it.run()),
                Links.run(it.bench(), it.run()),
                Links.report(it.bench(), it.run()),
                SafeText.line(it.bench()),
                SafeText.line(it.board()),
                Links.board(it.bench(), it.board()),
                Moment.of(it.started()),
                SafeText.line(it.outcome().replace('_', ' ')),
                Css.of(it.outcome()),
                SafeText.line(it.image()),
                SafeText.line(build),
                it.maxBytes() == null ? "" : String.format(Locale.ROOT, "%,d", it.maxBytes()));
    }
}
