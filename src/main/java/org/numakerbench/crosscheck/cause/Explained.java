package org.numakerbench.crosscheck.cause;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Loss;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.claim.TakeOver;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** What lies behind the first trouble of a run, where the evidence shows it. */
public final class Explained {
    /** A library that lost its connection state fails without sending anything; printing two lines at 9600 baud takes 0.2 s. */
    static final Duration AT_ONCE = Duration.ofSeconds(5);

    /** The firmware waits 30 s for an acknowledgement; a busy host may read the line before it late. */
    static final Duration TIME_OUT = Duration.ofSeconds(20);

    /** How late an event of the cloud may tell of what the device felt at once. */
    private static final Duration LATEST_EVENT = Duration.ofSeconds(10);

    private static final Set<ClaimKind> ACKNOWLEDGED =
            EnumSet.of(ClaimKind.MQTT_SUBSCRIBE, ClaimKind.MQTT_PUBLISH, ClaimKind.MQTT_UNSUBSCRIBE);

    private Explained() {}

    /**
     * The trouble, by its cause where that was seen.
     *
     * @param gaveUp a limit passed before the device was done
     */
    public static Trouble of(Trouble trouble, RunView run, boolean gaveUp) {
        return Stream.of(
                        takenOver(trouble, run),
                        refused(trouble, run),
                        endpoint(trouble, run, gaveUp),
                        network(trouble, run),
                        foreign(trouble, run))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(trouble);
    }

    /** What a third party did to a run without another trouble. */
    public static Optional<Trouble> ofThirdParty(RunView run) {
        return TakeOver.of(run)
                .filter(TakeOver::isByAnotherCertificate)
                .map(it -> Trouble.of(Diagnosis.CLIENT_ID_TAKEN_OVER, Stage.MQTT, it.words(run)));
    }

    /** What third parties did that is no trouble, for a person. */
    public static List<String> notes(RunView run) {
        return ForeignClient.notes(run);
    }

    private static Optional<Trouble> foreign(Trouble trouble, RunView run) {
        return trouble.diagnosis() == Diagnosis.UNCLAIMED
                ? ForeignClient.of(trouble, run).map(it -> trouble.as(Diagnosis.FOREIGN_CLIENT, it.words()))
                : Optional.empty();
    }

    private static Optional<Trouble> takenOver(Trouble trouble, RunView run) {
        boolean consequence = switch (trouble.diagnosis()) {
            case STEP_FAILED, UNSUBACK_PATCH, HANG, RUN_LIMIT, UNCLAIMED -> true;
            case CLAIM_REFUTED -> isOf(trouble, ClaimKind.MQTT_DISCONNECT, ClaimKind.PHASE_END);
            default -> false;
        };
        if (!consequence || trouble.stage() != Stage.MQTT) {
            return Optional.empty();
        }
        boolean failed = trouble.diagnosis() != Diagnosis.CLAIM_REFUTED && trouble.diagnosis() != Diagnosis.UNCLAIMED;
        return TakeOver.of(run)
                .filter(it -> it.isByAnotherCertificate() || failed)
                .filter(it -> !isBefore(trouble, it))
                .map(it -> trouble.as(Diagnosis.CLIENT_ID_TAKEN_OVER, it.words(run) + after(trouble)));
    }

    /** What failed well before the other client came has another reason; lifecycle events may come late. */
    private static boolean isBefore(Trouble trouble, TakeOver over) {
        PendingClaim claim = trouble.claim();
        return claim != null && over.ended().nanos() - claim.nanos() > LATEST_EVENT.toNanos();
    }

    private static Optional<Trouble> refused(Trouble trouble, RunView run) {
        return switch (trouble.diagnosis()) {
            case STEP_FAILED, UNSUBACK_PATCH, HANG, RUN_LIMIT ->
                Refusal.of(trouble, run).map(it -> trouble.as(Diagnosis.POLICY_REFUSES, it.words() + after(trouble)));
            default -> Optional.empty();
        };
    }

    private static Optional<Trouble> endpoint(Trouble trouble, RunView run, boolean gaveUp) {
        boolean failed = switch (trouble.diagnosis()) {
            case STEP_FAILED, HANG, NO_NETWORK -> true;
            case CLAIM_REFUTED ->
                isOf(trouble, ClaimKind.CONNECTING, ClaimKind.TCP_CONNECT, ClaimKind.DNS)
                        && (gaveUp
                                || run.heard().stream()
                                        .anyMatch(it -> it.claim().claimsFailure()));
            default -> false;
        };
        boolean early = trouble.stage() != Stage.HEAP && trouble.stage() != Stage.BOOT;
        return failed && early
                ? OtherEndpoint.of(run).map(it -> trouble.as(Diagnosis.WRONG_ENDPOINT, it.words(run) + after(trouble)))
                : Optional.empty();
    }

    private static Optional<Trouble> network(Trouble trouble, RunView run) {
        PendingClaim claim = trouble.claim();
        if (claim == null || trouble.diagnosis() != Diagnosis.STEP_FAILED) {
            return Optional.empty();
        }
        Optional<Loss> loss = Loss.of(run);
        boolean quick = took(claim).compareTo(AT_ONCE) <= 0;
        if (quick && isFirstSubscribeAfterUnsubscribe(claim, run) && standsAt(claim, loss)) {
            return trouble.verdict() == Verdict.CONFIRMED
                    ? Optional.of(trouble.as(Diagnosis.UNSUBACK_PATCH, trouble.shown()))
                    : Optional.empty();
        }
        boolean lost = ACKNOWLEDGED.contains(claim.claim().kind())
                && trouble.verdict() == Verdict.CONFIRMED
                && took(claim).compareTo(TIME_OUT) >= 0
                && run.witness().lostSeq() == null;
        return loss.filter(it -> lost)
                .map(it -> trouble.as(
                        Diagnosis.NETWORK_LOST,
                        "\"" + claim.claim().text() + "\" came after "
                                + took(claim).toSeconds() + " s, by time-out; " + it.words()
                                + ", while the witness kept its connection"));
    }

    /** The session had not been lost when this was said. */
    private static boolean standsAt(PendingClaim claim, Optional<Loss> loss) {
        return loss.isEmpty() || loss.get().seq() > claim.seq();
    }

    private static boolean isFirstSubscribeAfterUnsubscribe(PendingClaim claim, RunView run) {
        if (claim.claim().kind() != ClaimKind.MQTT_SUBSCRIBE) {
            return false;
        }
        PendingClaim before = run.heard().stream()
                .filter(it -> it.boot() == claim.boot() && it.seq() <= claim.seq())
                .takeWhile(it -> it != claim)
                .filter(it -> ACKNOWLEDGED.contains(it.claim().kind()))
                .reduce((earlier, later) -> later)
                .orElse(null);
        return before != null
                && before.claim().kind() == ClaimKind.MQTT_UNSUBSCRIBE
                && before.claim().claimsSuccess();
    }

    /** From the line before it to its own end. */
    private static Duration took(PendingClaim claim) {
        return Duration.ofNanos(Math.max(0, claim.nanos() - claim.sinceNanos()));
    }

    private static boolean isOf(Trouble trouble, ClaimKind... kinds) {
        @Nullable PendingClaim claim = trouble.claim();
        return claim != null
                && Stream.of(kinds).anyMatch(it -> it == claim.claim().kind());
    }

    private static String after(Trouble trouble) {
        PendingClaim claim = trouble.claim();
        return claim == null || !claim.claim().claimsFailure()
                ? ""
                : "; the device then reports \"" + claim.claim().text() + "\"";
    }
}
