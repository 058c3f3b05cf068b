package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/**
 * "MQTT receives message with subscribed T OK" of later firmware repeats the arrival printed before it; the line before,
 * "...", only announces the wait. Both name what the phase published on or subscribed to.
 */
final class ReceiveRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        if (!pending.claim().claimsSuccess()) {
            return Ruling.consistent(pending.seq()).noting(named(pending, run));
        }
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
                                pending.seq())
                        .noting(named(pending, run));
    }

    private static List<String> named(PendingClaim pending, RunView run) {
        String name = pending.claim().string("filter");
        List<String> known = run.inPhaseOf(pending)
                .map(PendingClaim::claim)
                .filter(it -> it.kind() == ClaimKind.MQTT_SUBSCRIBE || it.kind() == ClaimKind.MQTT_PUBLISH)
                .flatMap(it -> it.fields().values().stream())
                .map(String::valueOf)
                .toList();
        return name == null || known.isEmpty() || known.contains(name)
                ? List.of()
                : List.of("\"" + name + "\" is nothing that this phase subscribed to or published on");
    }
}
