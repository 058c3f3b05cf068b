package org.numakerbench.crosscheck.cause;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.evidence.RunContext.EndpointFacts;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * Where the device connects to, when that is not the profile's endpoint.
 *
 * @param said as it prints it
 */
record OtherEndpoint(String said) {
    static Optional<OtherEndpoint> of(RunView run) {
        List<Claim> connecting = run.heard().stream()
                .map(PendingClaim::claim)
                .filter(it -> it.kind() == ClaimKind.CONNECTING || it.kind() == ClaimKind.TCP_CONNECT)
                .filter(it -> it.string("host") != null)
                .toList();
        return connecting.stream()
                .filter(it -> !isProfiles(it, run))
                .filter(it -> !run.wire().isGarbled() || times(connecting, it) > 1)
                .findFirst()
                .map(it -> new OtherEndpoint(address(it)));
    }

    private static boolean isProfiles(Claim claim, RunView run) {
        EndpointFacts endpoint = run.context().endpoint();
        @Nullable Long port = claim.number("port");
        return endpoint.host().equalsIgnoreCase(claim.string("host"))
                && (port == null || run.isThroughLink() || port == endpoint.mqttPort() || port == endpoint.httpsPort());
    }

    private static long times(List<Claim> all, Claim claim) {
        return all.stream().filter(it -> address(it).equals(address(claim))).count();
    }

    private static String address(Claim claim) {
        return claim.string("host") + ":" + claim.number("port");
    }

    String words(RunView run) {
        EndpointFacts endpoint = run.context().endpoint();
        return "it connects with " + said + ", the profile's endpoint is " + endpoint.host() + ":" + endpoint.mqttPort()
                + " and " + endpoint.httpsPort();
    }
}
