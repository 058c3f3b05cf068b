package org.numakerbench.crosscheck.rule;

import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** "MQTT receives message with subscribed F OK" of later firmware repeats the arrival printed before it. */
final class ReceiveRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        PendingClaim arrival = judging.before(heard, ClaimKind.MESSAGE_ARRIVED);
        if (arrival == null) {
            return Ruling.settled(Verdict.UNSEEN, "the device printed no message before it", heard.seq());
        }
        Settled ruling = arrival.ruling();
        return ruling == null
                ? Ruling.awaiting(Need.END)
                : Ruling.settled(
                        ruling.verdict(),
                        "as the arrival at line " + arrival.claim().line(),
                        arrival.seq(),
                        heard.seq());
    }
}
