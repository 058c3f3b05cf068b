package org.numakerbench.crosscheck;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.uart.ClaimKind;

/** Whether a boot that was heard is an older run's, by the sessions that the cloud shows. */
final class OlderBoot {
    private OlderBoot() {}

    /** Claims of a session begun. */
    static Stream<PendingClaim> connects(RunView view) {
        return view.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.MQTT_CONNECT
                        && it.claim().claimsSuccess());
    }

    /** True when the first boot got no session of its own, or the cloud shows fewer than were told of. */
    static boolean isFirst(RunView view) {
        Set<Integer> connected = connects(view).map(PendingClaim::boot).collect(Collectors.toSet());
        boolean shown = !view.witness().lifecycleFlows() || view.cloud().sessions() >= connected.size();
        return !(connected.contains(1) && shown);
    }
}
