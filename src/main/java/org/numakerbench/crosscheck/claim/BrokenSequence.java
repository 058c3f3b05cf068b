package org.numakerbench.crosscheck.claim;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Expectations.Expected;
import org.numakerbench.model.Step;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.StepTable;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** Where a line had to come and did not. */
public final class BrokenSequence {
    private static final Set<Action> POSTS = EnumSet.of(Action.POST, Action.REST);

    /** Lines that are no results: wherever the device does this, it prints one of them. */
    private static final Map<ClaimKind, Set<Action>> ANNOUNCEMENTS = Map.ofEntries(
            Map.entry(ClaimKind.CONNECTING, EnumSet.of(Action.TLS)),
            Map.entry(ClaimKind.TCP_CONNECT, EnumSet.of(Action.TLS)),
            Map.entry(ClaimKind.TLS_HANDSHAKE, EnumSet.of(Action.TLS)),
            Map.entry(ClaimKind.TLS_ESTABLISHED, EnumSet.of(Action.TLS)),
            Map.entry(ClaimKind.SERVER_CERTIFICATE, EnumSet.of(Action.TLS)),
            Map.entry(ClaimKind.CERTIFICATE_VERIFIED, EnumSet.of(Action.TLS)),
            Map.entry(ClaimKind.PHASE_START, EnumSet.of(Action.PUBLISH)),
            Map.entry(ClaimKind.MESSAGE_TO_PUBLISH, EnumSet.of(Action.PUBLISH)),
            Map.entry(ClaimKind.HTTPS_STEP_START, POSTS),
            Map.entry(ClaimKind.HTTPS_REQUEST, POSTS),
            Map.entry(ClaimKind.HTTPS_RECEIVED, POSTS));

    private final RunView run;
    private final List<Step> steps;
    private final List<String> phases;
    private final List<Expected> missing;

    /** @param run all of whose text was heard */
    public BrokenSequence(RunView run) {
        this.run = run;
        this.steps = StepTable.FIRMWARE.of(run.context().phases());
        this.phases = steps.stream().map(Step::phase).distinct().toList();
        this.missing = Expectations.missing(run.context(), run.heard());
    }

    /** True when an unknown line stands where the one it resembles is missing, or is overprinted by the result of the same. */
    public boolean isBrokenAt(Claim unknown) {
        ClaimKind kind = kind(unknown.string("resemblesKind"));
        return kind != null
                && (isOverprinted(unknown, kind) || places(unknown).stream().anyMatch(phase -> isMissing(kind, phase)));
    }

    private boolean isOverprinted(Claim unknown, ClaimKind kind) {
        return run.heard().stream()
                .map(PendingClaim::claim)
                .anyMatch(it -> it.kind() == kind && it.line() == unknown.line() && it.start() >= unknown.end());
    }

    /** The phases it may belong to: from that of the line before it to that of the next, or, without one, to the one that follows. */
    private List<String> places(Claim unknown) {
        int from = 0;
        for (PendingClaim each : run.heard()) {
            int at = phases.indexOf(each.phase());
            if (at < 0 || each.claim().kind() == ClaimKind.UNRECOGNISED) {
                continue;
            }
            if (each.claim().start() > unknown.start()) {
                return phases.subList(Math.min(from, at), Math.max(from, at) + 1);
            }
            from = at;
        }
        return phases.subList(from, Math.min(phases.size(), from + 2));
    }

    private boolean isMissing(ClaimKind kind, String phase) {
        Set<Action> actions = ANNOUNCEMENTS.get(kind);
        if (actions == null) {
            return missing.stream()
                    .anyMatch(it -> it.kind() == kind && it.step().phase().equals(phase));
        }
        return steps.stream().anyMatch(it -> it.phase().equals(phase) && actions.contains(it.action()))
                && run.heard().stream()
                        .noneMatch(it -> it.claim().kind() == kind && it.phase().equals(phase));
    }

    private static @Nullable ClaimKind kind(@Nullable String word) {
        for (ClaimKind each : ClaimKind.values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        return null;
    }
}
