package org.numakerbench.crosscheck;

import java.util.List;
import java.util.Objects;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.model.Step;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.StepTable;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** How far the device came, by what it says. */
final class DeviceProgress {
    private List<String> tests = List.of();
    private long bytes;
    private long foreignBytes;
    private int lines;
    private boolean inLine;
    private boolean booted;
    private boolean testsDone;
    private boolean finished;
    private boolean failed;
    private boolean failedBefore;
    private boolean joining;
    private boolean provisioning;
    private boolean ownEnd;
    private final Loops loops = new Loops();

    void accept(Fact fact) {
        if (fact instanceof Fact.RunStarted it) {
            tests = it.context().phases();
            FirmwareDescription firmware = it.context().firmware();
            ownEnd = firmware != null && firmware.end() != null;
            loops.begin(tests, Objects.requireNonNullElse(it.context().limits().loops(), 1));
        } else if (fact instanceof Fact.ResetIssued) {
            bytes = 0;
            foreignBytes = 0;
            lines = 0;
            inLine = false;
            booted = false;
            provisioning = false;
        } else if (fact instanceof Fact.UartReceived it) {
            bytes += it.bytes().length();
            foreignBytes += foreign(it.bytes());
            String text = it.bytes().latin1();
            lines += (int) text.chars().filter(c -> c == '\n').count();
            inLine = text.isEmpty() ? inLine : !text.endsWith("\n");
        }
    }

    /** What no firmware prints, and a line that is read at a wrong speed is full of. */
    private static long foreign(Bytes bytes) {
        return bytes.latin1()
                .chars()
                .filter(c -> c > '~' || c < ' ' && c != '\r' && c != '\n' && c != '\t')
                .count();
    }

    void boot() {
        booted = true;
        testsDone = false;
        finished = false;
        failedBefore |= failed;
        failed = false;
        joining = false;
        loops.boot();
    }

    /** The boots before the last were an older run's. */
    void oldRunForgotten() {
        failedBefore = false;
    }

    void heard(Claim claim) {
        ClaimKind kind = claim.kind();
        if (loops.heard(claim, testsDone)) {
            finished = loops.done();
            testsDone = finished;
        }
        provisioning |= kind == ClaimKind.PROVISION;
        Step step = claim.step();
        joining = kind == ClaimKind.MBED_OS_VERSION
                || step != null && step.action() == Action.NETWORK && !claim.claimsSuccess()
                || joining
                        && (kind == ClaimKind.UNRECOGNISED || kind == ClaimKind.TRACE || kind == ClaimKind.AT_DRIVER);
        if (ownEnd ? isOwnEnd(claim) : kind == ClaimKind.HEAP_MAX) {
            finished = true;
        } else if (endsTests(claim)) {
            testsDone = true;
        } else if (kind == ClaimKind.NETWORK && claim.claimsFailure() || kind == ClaimKind.CRASH) {
            // Without a network main() returns; after a crash the board halts (uart-protocol, 2.1 and 2.5).
            finished = true;
        }
        // A damaged last line is a last line all the same.
        finished |= kind == ClaimKind.UNRECOGNISED && ClaimKind.HEAP_MAX.word().equals(claim.string("resemblesKind"));
        failed |= claim.claimsFailure();
    }

    private static boolean isOwnEnd(Claim claim) {
        return claim.kind() == ClaimKind.OWN && FirmwareDescription.END.equals(claim.string(FirmwareDescription.ROW));
    }

    /** The last line of the last test, or the line after which the firmware leaves it. */
    private boolean endsTests(Claim claim) {
        if (!tests.contains(Step.HTTPS)) {
            return claim.kind() == ClaimKind.MQTT_DISCONNECT && claim.claimsSuccess();
        }
        Step step = claim.step();
        return step != null
                && step.isHttps()
                && (claim.kind() == ClaimKind.CONNECTED && claim.claimsFailure()
                        || claim.kind() == ClaimKind.IO_ERROR
                        || claim.kind() == ClaimKind.HTTPS_STEP_END && StepTable.FIRMWARE.endsTest(step));
    }

    /** The device has reported a failure. */
    boolean failed() {
        return failed || failedBefore;
    }

    boolean booted() {
        return booted;
    }

    boolean testsDone() {
        return testsDone;
    }

    boolean finished() {
        return finished;
    }

    Loops loops() {
        return loops;
    }

    /** Before its banner it told of provisioning, which other firmware's remains do not. */
    boolean provisioning() {
        return provisioning;
    }

    /** Received since the reset. */
    long bytes() {
        return bytes;
    }

    /** Wire lines since the reset; the last need not have ended. */
    int lines() {
        return inLine ? lines + 1 : lines;
    }

    /** True when most of what came is no text at all. */
    boolean isGarbage() {
        return bytes > 0 && foreignBytes * 4 >= bytes;
    }

    Progress now() {
        return new Progress(bytes, booted, joining, testsDone, finished, loops.done());
    }
}
