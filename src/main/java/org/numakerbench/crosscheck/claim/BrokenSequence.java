package org.numakerbench.crosscheck.claim;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Expectations.Expected;
import org.numakerbench.model.Step;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** Where a line had to come and did not. */
public final class BrokenSequence {
    /** Lines that are no results, of which each phase or step that has them has one. */
    private static final Set<ClaimKind> ANNOUNCEMENTS = EnumSet.of(
            ClaimKind.CONNECTING,
            ClaimKind.TCP_CONNECT,
            ClaimKind.TLS_HANDSHAKE,
            ClaimKind.TLS_ESTABLISHED,
            ClaimKind.SERVER_CERTIFICATE,
            ClaimKind.CERTIFICATE_VERIFIED,
            ClaimKind.PHASE_START,
            ClaimKind.MESSAGE_TO_PUBLISH,
            ClaimKind.HTTPS_STEP_START,
            ClaimKind.HTTPS_REQUEST,
            ClaimKind.HTTPS_RECEIVED);

    private final RunView run;
    private final List<Expected> missing;

    /** @param run all of whose text was heard */
    public BrokenSequence(RunView run) {
        this.run = run;
        this.missing = Expectations.missing(run.context(), run.heard());
    }

    /** True when an unknown line stands where the one it resembles is missing. */
    public boolean isInPlaceOfMissing(Claim unknown) {
        ClaimKind kind = kind(unknown.string("resemblesKind"));
        Step step = unknown.step();
        String phase = step == null ? null : step.phase();
        if (kind == null) {
            return false;
        }
        if (ANNOUNCEMENTS.contains(kind)) {
            return run.heard().stream()
                    .noneMatch(it -> it.claim().kind() == kind
                            && (phase == null || it.phase().equals(phase)));
        }
        return missing.stream()
                .anyMatch(it -> it.kind() == kind
                        && (phase == null || it.step().phase().equals(phase) || isNext(it.step(), phase)));
    }

    /** The first line of a phase is missing behind the last of the one before. */
    private boolean isNext(Step step, String phase) {
        return run.heard().stream().noneMatch(it -> it.phase().equals(step.phase()))
                && !step.phase().equals(phase);
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
