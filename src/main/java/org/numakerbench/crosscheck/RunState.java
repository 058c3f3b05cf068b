package org.numakerbench.crosscheck;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Triage.Result;
import org.numakerbench.crosscheck.rule.PendingClaim;
import org.numakerbench.crosscheck.rule.Steps;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** The run's course beside its claims: what the bench did, what ended it, the first trouble, heap and times. */
final class RunState {
    /** What was waited for in vain, in monotonic time. */
    private record Wait(long fromNanos, long untilNanos) {
        static Wait until(EvidenceEntry entry, long ms) {
            return new Wait(entry.monoNanos() - ms * 1_000_000, entry.monoNanos());
        }
    }

    /** After so long without a sign of life either end gives the witness's connection up (Witness's keep-alive). */
    private static final long KEEP_ALIVE_MS = 30_000;

    /** UART and USB buffers hold less than a second of 9600-baud text; twice that is generous. */
    private static final long REMAINS_NANOS = 2_000_000_000L;
    /** Of one sort; more are counted. */
    private static final int MOST_NOTES = 100;

    /** The example's README, "Patch MQTT library": the unpatched one loses its connection state at an UNSUBACK. */
    private static final String UNPATCHED = "; a first subscribe that fails after an unsubscribe is the signature of"
            + " firmware without the UNSUBACK patch of its MQTT library";

    private final HostLags host;
    private @Nullable RunContext context;
    /** The first thing that went wrong on the device, or between device and cloud. */
    private @Nullable Result trouble;

    private boolean hung;
    private Fact.@Nullable BenchFailed benchFailure;
    private @Nullable Wait benchWait;
    private @Nullable Stage toolStage;
    private @Nullable Wait toolWait;
    private Fact.@Nullable WitnessFailed witnessFailure;
    private @Nullable Wait witnessWait;
    private boolean witnessLost;
    private @Nullable Long witnessLostSeq;
    private @Nullable Wait witnessLostWait;
    private Fact.@Nullable LimitExpired limit;
    private @Nullable Long limitSeq;
    private @Nullable Wait limitWait;
    private @Nullable String interrupted;
    private boolean ended;
    private boolean deviceFailed;
    private final List<String> notes = new ArrayList<>();
    private long noiseBytes;
    private long oldRunClaims;

    private long resetNanos;
    private long resetSeq = Long.MAX_VALUE;
    private @Nullable Long resetReturnedNanos;
    private long resetReturnedSeq = Long.MAX_VALUE;
    private @Nullable Long firstByteNanos;
    private @Nullable Long lastByteNanos;
    private @Nullable Long endedNanos;
    private @Nullable Long flashMs;
    private long bytes;
    private boolean booted;
    private boolean testsDone;
    private boolean finished;
    private long foreignBytes;
    private boolean unsubscribed;
    private @Nullable Long portBackSeq;
    private @Nullable Long currentHeap;
    private @Nullable Long maxHeap;

    RunState(HostLags host) {
        this.host = host;
    }

    void accept(EvidenceEntry entry) {
        Fact fact = entry.fact();
        if (fact instanceof Fact.RunStarted it) {
            context = it.context();
        } else if (fact instanceof Fact.CredentialRead it) {
            Expiry.note(entry.at(), "the " + it.owner() + "'s certificate", it.certificate())
                    .ifPresent(notes::add);
        } else if (fact instanceof Fact.TlsProbed it) {
            Expiry.note(entry.at(), "the certificate of " + it.host() + ":" + it.port(), it.certificate())
                    .ifPresent(notes::add);
        } else if (fact instanceof Fact.Flashed it) {
            flashMs = it.durationMs();
        } else if (fact instanceof Fact.ResetIssued) {
            resetNanos = entry.monoNanos();
            resetSeq = entry.seq();
            resetReturnedNanos = null;
            resetReturnedSeq = Long.MAX_VALUE;
            bytes = 0;
            foreignBytes = 0;
            firstByteNanos = null;
            booted = false;
        } else if (fact instanceof Fact.ResetReturned) {
            resetReturnedNanos = entry.monoNanos();
            resetReturnedSeq = entry.seq();
        } else if (fact instanceof Fact.UartReceived it) {
            bytes += it.bytes().length();
            foreignBytes += foreign(it.bytes());
            lastByteNanos = entry.monoNanos();
            if (firstByteNanos == null && resetNanos > 0) {
                firstByteNanos = entry.monoNanos();
            }
        } else if (fact instanceof Fact.ToolRan it) {
            toolStage = it.stage();
            toolWait = it.timedOut() ? Wait.until(entry, it.durationMs()) : null;
        } else if (fact instanceof Fact.BenchFailed it && benchFailure == null) {
            benchFailure = it;
            benchWait = it.stage() == toolStage ? toolWait : null;
        } else if (fact instanceof Fact.WitnessDisconnected) {
            witnessLost = true;
            witnessLostSeq = entry.seq();
            witnessLostWait = Wait.until(entry, KEEP_ALIVE_MS);
        } else if (fact instanceof Fact.WitnessFailed it) {
            witnessLost = false;
            witnessFailure = it;
            Long waitedMs = it.timedOutMs();
            witnessWait = waitedMs == null ? null : Wait.until(entry, waitedMs);
        } else if (fact instanceof Fact.WitnessConnected) {
            witnessLost = false;
            witnessFailure = null;
        } else if (fact instanceof Fact.LimitExpired it
                && limit == null
                && it.limit().isOfDevice()) {
            limit = it;
            limitSeq = entry.seq();
            Long since = it.limit() == Limit.SILENCE ? lastByteNanos : null;
            limitWait = new Wait(since == null ? resetNanos : since, entry.monoNanos());
        } else if (fact instanceof Fact.HostLag it && HostLags.mayLose(it)) {
            notes.add(HostLags.stalled(it) + ", until entry " + entry.seq()
                    + "; what was said or delivered meanwhile may be lost");
        } else if (fact instanceof Fact.LineSettingsRepaired it) {
            notes.add("another program changed the serial port's settings: " + it.detail());
        } else if (fact instanceof Fact.PortReopened it && booted) {
            portBackSeq = entry.seq();
            notes.add("the serial port went away in mid-run and was back at entry " + entry.seq() + " as " + it.device()
                    + "; what the device said meanwhile is lost");
        } else if (fact instanceof Fact.ResetRefused it) {
            notes.add("reset by " + it.driver() + " was refused: " + it.reason());
        } else if (fact instanceof Fact.Interrupted it) {
            interrupted = it.reason();
        } else if (fact instanceof Fact.RunEnded) {
            ended = true;
            endedNanos = entry.monoNanos();
        }
    }

    /** What no firmware prints, and a line that is read at a wrong speed is full of. */
    private static long foreign(Bytes bytes) {
        return bytes.latin1()
                .chars()
                .filter(c -> c > '~' || c < ' ' && c != '\r' && c != '\n' && c != '\t')
                .count();
    }

    void booted(EvidenceEntry entry) {
        booted = true;
        testsDone = false;
        finished = false;
    }

    /** Entry at which the reset was asked for; beyond all entries before that. */
    long resetSeq() {
        return resetSeq;
    }

    /** Entry at which it was noted as done; beyond all entries before that. */
    long resetReturnedSeq() {
        return resetReturnedSeq;
    }

    /** True when the present is too late for an older run's text still to be in flight. */
    boolean isPastRemains(long nowNanos) {
        Long returned = resetReturnedNanos;
        return returned != null && nowNanos - returned > REMAINS_NANOS;
    }

    void oldRunForgotten(int claims) {
        oldRunClaims += claims;
        trouble = null;
        deviceFailed = false;
    }

    void noise(Claim claim) {
        noiseBytes += claim.end() - claim.start();
    }

    /** Follows the device's words as they are heard, before they are judged. */
    void heard(Claim claim) {
        ClaimKind kind = claim.kind();
        if (kind == ClaimKind.HEAP_CURRENT) {
            currentHeap = claim.number("bytes");
        } else if (kind == ClaimKind.HEAP_MAX) {
            maxHeap = claim.number("bytes");
            finished = true;
        } else if (endsTests(claim)) {
            testsDone = true;
        } else if (kind == ClaimKind.NETWORK && claim.claimsFailure() || kind == ClaimKind.CRASH) {
            // Without a network main() returns; after a crash the board halts (uart-protocol, 2.1 and 2.5).
            finished = true;
        }
        unsubscribed |= kind == ClaimKind.MQTT_UNSUBSCRIBE && claim.claimsSuccess();
        // A damaged last line is a last line all the same.
        finished |= kind == ClaimKind.UNRECOGNISED && ClaimKind.HEAP_MAX.word().equals(claim.string("resemblesKind"));
        deviceFailed |= claim.claimsFailure();
    }

    /** The last line of the last test, or the line after which the firmware leaves it. */
    private boolean endsTests(Claim claim) {
        boolean https = context != null && context.phases().contains("https");
        if (!https) {
            return claim.kind() == ClaimKind.MQTT_DISCONNECT && claim.claimsSuccess();
        }
        boolean inHttps = claim.step() != null && claim.step().startsWith("https");
        return inHttps
                && (claim.kind() == ClaimKind.CONNECTED && claim.claimsFailure()
                        || claim.kind() == ClaimKind.IO_ERROR
                        || claim.kind() == ClaimKind.HTTPS_STEP_END
                                && "shadow-delete-rest".equals(claim.string("phase")));
    }

    /** Takes the first trouble in the order of findings; {@code heard} is null for what was never said. */
    void found(Finding finding, @Nullable PendingClaim heard) {
        if (trouble != null) {
            return;
        }
        Stage stage = Steps.stage(finding.step());
        String words = finding.claim() == null ? finding.reason() : "\"" + finding.claim() + "\": " + finding.reason();
        if (heard != null && heard.claim().kind() == ClaimKind.CRASH) {
            trouble = Triage.device(
                    Outcome.DEVICE_FAIL, stage, FailureCode.CRASH, "the device crashed: " + crash(heard.claim()));
        } else if (heard != null && heard.claim().claimsFailure()) {
            boolean unpatched = heard.claim().kind() == ClaimKind.MQTT_SUBSCRIBE && unsubscribed;
            trouble = Triage.device(
                    Outcome.DEVICE_FAIL,
                    stage,
                    FailureCode.STEP_FAILED,
                    "the device reports " + words + (unpatched ? UNPATCHED : ""));
        } else if (finding.verdict() == Verdict.REFUTED
                && heard != null
                && heard.boot() > 1
                && heard.claim().kind() == ClaimKind.BOOT_BANNER) {
            trouble = portBackSeq != null && portBackSeq < heard.seq()
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
                && heard != null
                && heard.claim().kind() == ClaimKind.MBED_OS_VERSION) {
            trouble = Triage.bench(Stage.FLASH, FailureCode.WRONG_IMAGE, words);
        } else if (finding.verdict() == Verdict.REFUTED || finding.verdict() == Verdict.UNCLAIMED) {
            FailureCode code = finding.verdict() == Verdict.REFUTED ? FailureCode.CLAIM_REFUTED : FailureCode.UNCLAIMED;
            trouble = Triage.device(Outcome.MISMATCH, stage, code, words);
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
        if (trouble == null) {
            hung = true;
            trouble =
                    Triage.device(Outcome.DEVICE_FAIL, Steps.stage(finding.step()), FailureCode.HANG, finding.reason());
        }
    }

    /** For how many seconds this host was stalled, when that is why the bench gave up; else null. */
    @Nullable
    Long benchStalledSeconds() {
        return stalledSeconds(benchWait);
    }

    /** ... why the witness could not connect. */
    @Nullable
    Long witnessStalledSeconds() {
        return stalledSeconds(witnessWait);
    }

    /** ... why the witness lost its connection. */
    @Nullable
    Long witnessLostStalledSeconds() {
        return stalledSeconds(witnessLostWait);
    }

    /** ... why the device was not heard before a limit passed. */
    @Nullable
    Long limitStalledSeconds() {
        Wait wait = limitWait;
        return wait == null ? null : host.explainsSilenceSeconds(wait.fromNanos(), wait.untilNanos());
    }

    private @Nullable Long stalledSeconds(@Nullable Wait wait) {
        return wait == null ? null : host.explainsSeconds(wait.fromNanos(), wait.untilNanos());
    }

    /** ... of what {@code finding} rests on; null when it rests on nothing of the kind. */
    @Nullable
    Long stalledSeconds(Finding finding) {
        return host.seconds(finding.evidence());
    }

    /** The first trouble is that the device went silent. */
    boolean isHung() {
        return hung;
    }

    @Nullable
    RunContext context() {
        return context;
    }

    @Nullable
    Result trouble() {
        return trouble;
    }

    Fact.@Nullable BenchFailed benchFailure() {
        return benchFailure;
    }

    Fact.@Nullable WitnessFailed witnessFailure() {
        return witnessFailure;
    }

    boolean witnessIsLost() {
        return witnessLost;
    }

    /** Entry at which the host lost the endpoint, or null. */
    @Nullable
    Long witnessLostSeq() {
        return witnessLostSeq;
    }

    Fact.@Nullable LimitExpired limit() {
        return limit;
    }

    @Nullable
    Long limitSeq() {
        return limitSeq;
    }

    long limitMs() {
        return limit == null ? 0 : limit.limitMs();
    }

    @Nullable
    String interrupted() {
        return interrupted;
    }

    boolean ended() {
        return ended;
    }

    boolean deviceFailed() {
        return deviceFailed;
    }

    boolean deviceFinished() {
        return finished;
    }

    boolean testsDone() {
        return testsDone;
    }

    boolean benchFailed() {
        return benchFailure != null;
    }

    /** True when most of what came is no text at all. */
    boolean isGarbage() {
        return bytes > 0 && foreignBytes * 4 >= bytes;
    }

    long bytesSinceReset() {
        return bytes;
    }

    boolean hasBooted() {
        return booted;
    }

    Progress progress() {
        return new Progress(bytes, booted, testsDone, finished);
    }

    /** RAM that the profile wants left; null when it does not say. */
    @Nullable
    Long minHeadroomBytes() {
        return context == null || context.build() == null
                ? null
                : context.build().minHeadroomBytes();
    }

    Judgement.Heap heap() {
        Long staticBytes = context == null ? null : context.image().staticBytes();
        Long total = staticBytes == null || maxHeap == null ? null : Long.valueOf(staticBytes + maxHeap);
        return new Judgement.Heap(currentHeap, maxHeap, staticBytes, total, context == null ? 0 : context.ramBytes());
    }

    Judgement.Timings timings() {
        return new Judgement.Timings(
                flashMs,
                millis(resetNanos == 0 ? null : Long.valueOf(resetNanos), firstByteNanos),
                millis(firstByteNanos, lastByteNanos),
                millis(lastByteNanos, endedNanos));
    }

    private static @Nullable Long millis(@Nullable Long from, @Nullable Long to) {
        return from == null || to == null ? null : Long.valueOf((to - from) / 1_000_000);
    }

    /** @param leftOut messages that were not compared with any claim */
    List<String> notes(LineIntegrity wire, long leftOut) {
        List<String> all = new ArrayList<>(notes.subList(0, Math.min(MOST_NOTES, notes.size())));
        if (notes.size() > MOST_NOTES) {
            all.add("and " + (notes.size() - MOST_NOTES) + " more remarks of this sort");
        }
        if (noiseBytes > 0) {
            all.add(noiseBytes + " bytes before the boot banner are noise or the end of an older run");
        }
        if (oldRunClaims > 0) {
            all.add("the first text after the reset was still an older run's; it was set aside");
        }
        if (leftOut > 0) {
            all.add(leftOut
                    + " messages of the cloud are in the evidence log and were compared with no claim: there were"
                    + " too many");
        }
        for (Claim claim :
                wire.damaged().subList(0, Math.min(MOST_NOTES, wire.damaged().size()))) {
            all.add("line " + claim.line() + " is damaged (bytes " + claim.start() + " to " + claim.end() + "): "
                    + claim.text());
        }
        if (wire.damagedLines() > MOST_NOTES) {
            all.add("and " + (wire.damagedLines() - MOST_NOTES) + " more damaged lines; uart.raw has them all");
        }
        return all;
    }
}
