package org.numakerbench.crosscheck.rule;

import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** "MQTT receives message with subscribed F OK" of later firmware repeats the arrival printed before it. */
final class ReceiveRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        PendingClaim arrival = run.before(pending, ClaimKind.MESSAGE_ARRIVED);
        if (arrival == null) {
            return Ruling.settled(Verdict.UNSEEN, "the device printed no message before it", pending.seq());
        }
        Settled ruling = arrival.ruling();
        return ruling == null
                ? Ruling.awaiting(Need.END)
                : Ruling.settled(
                        ruling.verdict(),
                        "as the arrival at line " + arrival.claim().line(),
                        arrival.seq(),
                        pending.seq());
    }
}
