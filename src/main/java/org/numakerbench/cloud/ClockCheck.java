package org.numakerbench.cloud;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.numakerbench.evidence.AwakeClock;

/** This host's clock beside the endpoint's: certificates are judged by it, and times in reports are read by people. */
public final class ClockCheck {
    private static final Duration NOTICEABLE = Duration.ofSeconds(30);
    private static final Duration TOO_MUCH = Duration.ofMinutes(5);

    private ClockCheck() {}

    /** Asks the endpoint over HTTPS. */
    public static CredentialFinding of(WitnessOptions options, Clock clock) {
        String where = "clock";
        try (ShadowRestClient rest = new ShadowRestClient(options, AwakeClock.UNMEASURED)) {
            Optional<Instant> theirs = rest.clock();
            return theirs.map(it -> compare(Duration.between(it, clock.instant())))
                    .orElseGet(() -> CredentialFinding.warning(
                            where, "the endpoint does not tell the time", "compare this host's clock by hand"));
        } catch (IOException failure) {
            return new CredentialFinding(
                    CredentialFinding.Level.UNREACHABLE,
                    options.host() + ":" + options.httpsPort(),
                    "no answer over HTTPS: "
                            + ConnectFailure.of(options.host(), options.httpsPort(), failure)
                                    .reason(),
                    "check network and firewall");
        }
    }

    /** @param ahead how much this host's clock is ahead of the endpoint's, whose answer has whole seconds */
    static CredentialFinding compare(Duration ahead) {
        Duration apart = ahead.abs();
        String what = "this host is " + apart.toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                + " the endpoint";
        String remedy = "synchronise it: timedatectl set-ntp true";
        if (apart.compareTo(TOO_MUCH) > 0) {
            return CredentialFinding.broken("clock", what, remedy);
        }
        return apart.compareTo(NOTICEABLE) > 0
                ? CredentialFinding.warning("clock", what, remedy)
                : CredentialFinding.ok("clock", "as the endpoint's");
    }
}
