package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** The banner against the reset the bench made; the version against the image's manifest. */
final class BootRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        return heard.claim().kind() == ClaimKind.BOOT_BANNER ? banner(heard, judging) : version(heard, judging);
    }

    private static Ruling banner(PendingClaim heard, Judging judging) {
        Long reset = judging.resetSeq();
        if (heard.boot() > 1) {
            return Ruling.settled(
                    Verdict.REFUTED, "the board restarted by itself: the bench made no reset here", heard.seq());
        }
        return reset == null
                ? Ruling.settled(Verdict.UNCHECKABLE, "the bench made no reset", heard.seq())
                : Ruling.settled(Verdict.CONFIRMED, "the bench had just reset the board", reset, heard.seq());
    }

    private static Ruling version(PendingClaim heard, Judging judging) {
        String expected = judging.context().image().mbedOs();
        String said = heard.claim().string("version");
        if (expected == null || said == null) {
            return Ruling.settled(Verdict.UNCHECKABLE, "the image's manifest names no Mbed OS version", heard.seq());
        }
        if (said.equals(expected)) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "the manifest of image " + judging.context().image().id() + " says so",
                    heard.seq());
        }
        if (!judging.closed()) {
            return Ruling.awaiting(Need.END);
        }
        return judging.contradicted(
                heard,
                said,
                List.of(expected),
                "wrong image: the manifest of " + judging.context().image().id() + " says " + expected,
                heard.seq());
    }
}
