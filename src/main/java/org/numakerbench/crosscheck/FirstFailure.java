package org.numakerbench.crosscheck;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Triage.Result;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Stage;
import org.numakerbench.model.StepTable;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** What went wrong first on the device, or between device and cloud: what came later usually follows from it. */
final class FirstFailure {
    /** The example's README, "Patch MQTT library": the unpatched one loses its connection state at an UNSUBACK. */
    private static final String UNPATCHED = "; a first subscribe that fails after an unsubscribe is the signature of"
            + " firmware without the UNSUBACK patch of its MQTT library";

    private @Nullable Result result;
    private boolean hung;
    private boolean unsubscribed;
    private @Nullable Long portBackSeq;

    void heard(Claim claim) {
        unsubscribed |= claim.kind() == ClaimKind.MQTT_UNSUBSCRIBE && claim.claimsSuccess();
    }

    /** The serial port had gone away in mid-run and is back. */
    void portBack(long seq) {
        portBackSeq = seq;
    }

    void forget() {
        result = null;
    }

    /** Null when nothing went wrong. */
    @Nullable
    Result result() {
        return result;
    }

    /** It is that the device went silent. */
    boolean isHang() {
        return hung;
    }

    /** Takes the first failure in the order of findings; {@code pending} is null for what was never said. */
    void found(Finding finding, @Nullable PendingClaim pending) {
        if (result != null) {
            return;
        }
        Stage stage = StepTable.FIRMWARE.named(finding.step()).stage();
        String words = finding.claim() == null ? finding.reason() : "\"" + finding.claim() + "\": " + finding.reason();
        if (pending != null && pending.claim().kind() == ClaimKind.CRASH) {
            result = Triage.device(
                    Outcome.DEVICE_FAIL, stage, FailureCode.CRASH, "the device crashed: " + crash(pending.claim()));
        } else if (pending != null && pending.claim().claimsFailure()) {
            boolean unpatched = pending.claim().kind() == ClaimKind.MQTT_SUBSCRIBE && unsubscribed;
            result = Triage.device(
                    Outcome.DEVICE_FAIL,
                    stage,
                    FailureCode.STEP_FAILED,
                    "the device reports " + words + (unpatched ? UNPATCHED : ""));
        } else if (finding.verdict() == Verdict.REFUTED
                && pending != null
                && pending.boot() > 1
                && pending.claim().kind() == ClaimKind.BOOT_BANNER) {
            result = portBackSeq != null && portBackSeq < pending.seq()
                    ? Triage.bench(
                            Stage.SERIAL,
                            FailureCode.PORT_REPLUGGED,
                            "the board restarted after its serial port had been away (entry " + portBackSeq
                                    + "): was its USB cable pulled?")
                    : Triage.device(
                            Outcome.DEVICE_FAIL,
                            Stage.BOOT,
                            FailureCode.RESTART,
                            "the board restarted by itself in mid-run");
        } else if (finding.verdict() == Verdict.REFUTED
                && pending != null
                && pending.claim().kind() == ClaimKind.MBED_OS_VERSION) {
            result = Triage.bench(Stage.FLASH, FailureCode.WRONG_IMAGE, words);
        } else if (finding.verdict() == Verdict.REFUTED || finding.verdict() == Verdict.UNCLAIMED) {
            FailureCode code = finding.verdict() == Verdict.REFUTED ? FailureCode.CLAIM_REFUTED : FailureCode.UNCLAIMED;
            result = Triage.device(Outcome.MISMATCH, stage, code, words);
        }
    }

    /** The fault's name and place; the whole dump is in the finding. */
    private static String crash(Claim claim) {
        List<String> words = claim.text()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("FaultType") || line.startsWith("PC "))
                .map(line -> line.replaceAll("\\s*:\\s*", " "))
                .toList();
        return words.isEmpty() ? claim.text().lines().findFirst().orElse("") : String.join(", ", words);
    }

    void hung(Finding finding) {
        if (result == null) {
            hung = true;
            Stage stage = StepTable.FIRMWARE.named(finding.step()).stage();
            result = Triage.device(Outcome.DEVICE_FAIL, stage, FailureCode.HANG, finding.reason());
        }
    }
}
