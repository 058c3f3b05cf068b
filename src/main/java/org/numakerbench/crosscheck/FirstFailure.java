package org.numakerbench.crosscheck;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.cause.Diagnosis;
import org.numakerbench.crosscheck.cause.Trouble;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.model.Stage;
import org.numakerbench.model.StepTable;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** What went wrong first on the device, or between device and cloud: what came later usually follows from it. */
final class FirstFailure {
    private @Nullable Trouble trouble;
    private boolean hung;
    private boolean gaveUp;
    private @Nullable Long portBackSeq;

    /** The serial port had gone away in mid-run and is back. */
    void portBack(long seq) {
        portBackSeq = seq;
    }

    void forget() {
        trouble = null;
    }

    /** Null when nothing went wrong. */
    @Nullable
    Trouble trouble() {
        return trouble;
    }

    /** A limit passed before the device was done, whatever went wrong first. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** It is that a limit passed before the device was done. */
    boolean isHang() {
        return hung;
    }

    /** Takes the first failure in the order of findings; {@code pending} is null for what was never said. */
    void found(Finding finding, @Nullable PendingClaim pending) {
        if (trouble == null) {
            trouble = pending == null ? neverSaid(finding) : said(finding, pending);
        }
    }

    private static @Nullable Trouble neverSaid(Finding finding) {
        return finding.verdict() == Verdict.REFUTED || finding.verdict() == Verdict.UNCLAIMED
                ? Trouble.unsaid(
                        finding.verdict() == Verdict.REFUTED ? Diagnosis.CLAIM_REFUTED : Diagnosis.UNCLAIMED,
                        stage(finding),
                        finding.reason(),
                        finding.evidence())
                : null;
    }

    private @Nullable Trouble said(Finding finding, PendingClaim pending) {
        String words = "\"" + finding.claim() + "\": " + finding.reason();
        ClaimKind kind = pending.claim().kind();
        boolean refuted = finding.verdict() == Verdict.REFUTED;
        if (kind == ClaimKind.CRASH) {
            return trouble(Diagnosis.CRASH, finding, pending, crash(pending.claim()));
        } else if (pending.claim().claimsFailure()) {
            Diagnosis what = kind == ClaimKind.NETWORK ? Diagnosis.NO_NETWORK : Diagnosis.STEP_FAILED;
            return trouble(what, finding, pending, what == Diagnosis.NO_NETWORK ? "it reports " + words : words);
        } else if (refuted && pending.boot() > 1 && kind == ClaimKind.BOOT_BANNER) {
            return portBackSeq != null && portBackSeq < pending.seq()
                    ? Trouble.of(Diagnosis.PORT_REPLUGGED, Stage.SERIAL, portBackSeq)
                    : Trouble.of(Diagnosis.RESTART, Stage.BOOT);
        } else if (refuted && kind == ClaimKind.MBED_OS_VERSION) {
            return Trouble.of(Diagnosis.WRONG_IMAGE, Stage.FLASH, words);
        }
        return refuted ? trouble(Diagnosis.CLAIM_REFUTED, finding, pending, words) : null;
    }

    private static Trouble trouble(Diagnosis diagnosis, Finding finding, PendingClaim pending, String shown) {
        return Trouble.of(diagnosis, stage(finding), pending, finding.verdict(), shown);
    }

    private static Stage stage(Finding finding) {
        return StepTable.FIRMWARE.of(finding.step()).stage();
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

    /** A limit passed before the device was done. */
    void hung(Finding finding, Diagnosis what) {
        gaveUp = true;
        if (trouble == null) {
            hung = true;
            trouble = Trouble.ofLimit(what, stage(finding), finding.reason(), finding.evidence());
        }
    }
}
