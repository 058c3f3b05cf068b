package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.uart.ClaimKind;

/** "Received N chars" against the response that is printed after it. */
final class HttpsReceivedRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        PendingClaim response = run.after(pending, ClaimKind.HTTPS_RESPONSE);
        if (response == null) {
            return run.closed() ? Ruling.consistent(pending.seq()) : Ruling.awaiting(Need.END);
        }
        Long chars = pending.claim().number("chars");
        if (chars != null && chars > PrintedResponse.FULL) {
            return Ruling.consistent(pending.seq())
                    .noting(List.of(
                            chars + " characters are more than the firmware's buffer holds, " + PrintedResponse.FULL));
        }
        boolean whole = Boolean.TRUE.equals(response.claim().fields().get("complete"));
        return Ruling.consistent(pending.seq(), response.seq())
                .noting(
                        whole
                                ? List.of()
                                : List.of("the response at line "
                                        + response.claim().line() + " has not the "
                                        + chars + " characters that are announced"));
    }
}
