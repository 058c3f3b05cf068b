package org.numakerbench.report.run;

import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.Failure;
import org.numakerbench.text.Shortened;

/** A judgement as reports print it: a message of 128 KB, quoted in a reason, is not. The evidence log has all of it. */
final class ShortTexts {
    private static final int MOST = 4000;

    private ShortTexts() {}

    static Judgement of(Judgement it) {
        return new Judgement(
                it.findings().stream().map(ShortTexts::finding).toList(),
                it.open(),
                it.outcome(),
                shortened(it.failure()),
                it.heap(),
                it.timings(),
                it.measurements(),
                it.wire(),
                it.notes().stream().map(ShortTexts::shortened).toList());
    }

    private static @Nullable Failure shortened(@Nullable Failure it) {
        return it == null ? null : new Failure(it.owner(), it.stage(), it.code(), shortened(it.text()));
    }

    private static Finding finding(Finding it) {
        String claim = it.claim();
        return new Finding(
                it.step(),
                claim == null ? null : shortened(claim),
                it.verdict(),
                shortened(it.reason()),
                it.evidence(),
                it.line());
    }

    private static String shortened(String text) {
        return Shortened.to(MOST, text);
    }
}
