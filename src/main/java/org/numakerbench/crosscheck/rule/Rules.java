package org.numakerbench.crosscheck.rule;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** Which rule judges which kind of claim. Kinds without a rule are announcements and quotations. */
public final class Rules {
    private static final Rule FAILURE = new FailureRule();
    private static final Map<ClaimKind, Rule> BY_KIND = table();
    private static final Set<ClaimKind> LOOKED_UP = EnumSet.of(
            ClaimKind.MESSAGE_TO_PUBLISH,
            ClaimKind.MESSAGE_ARRIVED,
            ClaimKind.MQTT_RECEIVE,
            ClaimKind.HTTPS_REQUEST,
            ClaimKind.HTTPS_RECEIVED,
            ClaimKind.UNFINISHED);

    private Rules() {}

    private static Map<ClaimKind, Rule> table() {
        Map<ClaimKind, Rule> rules = new EnumMap<>(ClaimKind.class);
        Rule boot = new BootRule();
        rules.put(ClaimKind.BOOT_BANNER, boot);
        rules.put(ClaimKind.MBED_OS_VERSION, boot);
        rules.put(ClaimKind.NETWORK, new Uncheckable("no host-side view of the board's network"));
        rules.put(
                ClaimKind.DNS,
                (pending, run) -> NamedEndpoint.elsewhere(pending, run)
                        .orElseGet(() -> Ruling.settled(
                                Verdict.UNCHECKABLE, "no host-side view of the board's name look-ups", pending.seq())));
        Rule connecting = (pending, run) ->
                NamedEndpoint.elsewhere(pending, run).orElseGet(() -> Ruling.consistent(pending.seq()));
        rules.put(ClaimKind.CONNECTING, connecting);
        rules.put(ClaimKind.TCP_CONNECT, connecting);
        rules.put(ClaimKind.PROVISION, new Uncheckable("no host-side view of the board's storage"));
        Rule endpoint = new EndpointRule();
        rules.put(ClaimKind.TLS_ESTABLISHED, endpoint);
        rules.put(ClaimKind.CERTIFICATE_VERIFIED, new ChainCertificateRule());
        rules.put(ClaimKind.CONNECTED, endpoint);
        rules.put(ClaimKind.SERVER_CERTIFICATE, new ServerCertificateRule());
        rules.put(ClaimKind.MQTT_CONNECT, new ConnectRule());
        Rule subscription = new SubscriptionRule();
        rules.put(ClaimKind.MQTT_SUBSCRIBE, subscription);
        rules.put(ClaimKind.MQTT_UNSUBSCRIBE, subscription);
        rules.put(ClaimKind.MQTT_PUBLISH, new PublishRule());
        rules.put(ClaimKind.MESSAGE_ARRIVED, new ArrivalRule());
        rules.put(ClaimKind.MQTT_RECEIVE, new ReceiveRule());
        rules.put(ClaimKind.PHASE_END, new PhaseEndRule());
        rules.put(ClaimKind.MQTT_DISCONNECT, new DisconnectRule());
        rules.put(ClaimKind.HTTPS_REQUEST, new HttpsRequestRule());
        rules.put(ClaimKind.HTTPS_RECEIVED, new HttpsReceivedRule());
        rules.put(ClaimKind.HTTPS_STATUS, new HttpsStatusRule());
        rules.put(ClaimKind.HTTPS_RESPONSE, new HttpsResponseRule());
        rules.put(ClaimKind.HTTPS_STEP_END, new HttpsStepRule());
        Rule heap = new HeapRule();
        rules.put(ClaimKind.HEAP_CURRENT, heap);
        rules.put(ClaimKind.HEAP_MAX, heap);
        rules.put(ClaimKind.THREAD_STACK, new ThreadStackRule());
        rules.put(ClaimKind.OWN, new OwnLineRule());
        rules.put(ClaimKind.CRASH, new Uncheckable("a crash is seen on the UART alone"));
        return rules;
    }

    /** Nothing outside the board shows it. */
    record Uncheckable(String reason) implements Rule {
        @Override
        public Ruling check(PendingClaim pending, RunView run) {
            return Ruling.settled(Verdict.UNCHECKABLE, reason, pending.seq());
        }
    }

    /** The rule for this claim, or null when it claims nothing that could be true or false. */
    public static @Nullable Rule of(Claim claim) {
        boolean own = claim.kind() == ClaimKind.OWN;
        if (claim.claimsFailure() && claim.kind() != ClaimKind.CRASH && !own) {
            return FAILURE;
        }
        return BY_KIND.get(claim.kind());
    }

    /** True when other claims are judged by what this one says. */
    public static boolean isLookedUp(Claim claim) {
        return LOOKED_UP.contains(claim.kind());
    }

    /** True when a finding will be made of this claim. */
    public static boolean judges(Claim claim) {
        return of(claim) != null;
    }
}
