package org.numakerbench.web.page;

import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabView.BoardNow;
import org.numakerbench.lab.LabView.BoardState;
import org.numakerbench.text.SafeText;

/**
 * A board as it is now.
 *
 * @param seen when its agent was last heard of; null while it is there
 * @param run page of the run that goes on; null without
 */
public record BoardCard(
        String id,
        String bench,
        String board,
        String href,
        String target,
        String agent,
        String state,
        String css,
        Moment since,
        @Nullable Moment seen,
        @Nullable String run,
        String runName,
        String image,
        String words) {

    public static BoardCard of(BoardNow it) {
        String run = it.run();
        return new BoardCard(
                "board-" + Css.of(it.bench()) + "--" + Css.of(it.board()),
                SafeText.line(it.bench()),
                SafeText.line(it.board()),
                Links.board(it.bench(), it.board()),
                SafeText.line(it.target()),
                SafeText.line(it.agent()),
                it.state().name().toLowerCase(java.util.Locale.ROOT),
                Css.of(it.state().name()),
                Moment.of(it.since()),
                it.state() == BoardState.GONE ? Moment.of(it.seen()) : null,
                run == null ? null : Links.run(it.bench(), run),
                run == null ? "" : SafeText.line(run),
                it.image() == null || it.state() == BoardState.GONE ? "" : SafeText.line(it.image()),
                SafeText.line(it.words()));
    }
}
