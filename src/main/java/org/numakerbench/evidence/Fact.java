package org.numakerbench.evidence;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** Something the bench saw or did. The log's vocabulary: one record per kind of entry. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.RunStarted.class, name = "run-started"),
    @JsonSubTypes.Type(value = Fact.CredentialRead.class, name = "credential-read"),
    @JsonSubTypes.Type(value = Fact.ToolRan.class, name = "tool-ran"),
    @JsonSubTypes.Type(value = Fact.Flashed.class, name = "flashed"),
    @JsonSubTypes.Type(value = Fact.ResetRefused.class, name = "reset-refused"),
    @JsonSubTypes.Type(value = Fact.ResetIssued.class, name = "reset-issued"),
    @JsonSubTypes.Type(value = Fact.ResetReturned.class, name = "reset-returned"),
    @JsonSubTypes.Type(value = Fact.PortOpened.class, name = "port-opened"),
    @JsonSubTypes.Type(value = Fact.PortReopened.class, name = "port-reopened"),
    @JsonSubTypes.Type(value = Fact.PortGone.class, name = "port-gone"),
    @JsonSubTypes.Type(value = Fact.LineSettingsRepaired.class, name = "line-settings-repaired"),
    @JsonSubTypes.Type(value = Fact.LineErrors.class, name = "line-errors"),
    @JsonSubTypes.Type(value = Fact.UartReceived.class, name = "uart"),
    @JsonSubTypes.Type(value = Fact.UartSent.class, name = "uart-sent"),
    @JsonSubTypes.Type(value = Fact.WitnessConnected.class, name = "witness-connected"),
    @JsonSubTypes.Type(value = Fact.WitnessSubscribed.class, name = "witness-subscribed"),
    @JsonSubTypes.Type(value = Fact.WitnessDisconnected.class, name = "witness-disconnected"),
    @JsonSubTypes.Type(value = Fact.WitnessFailed.class, name = "witness-failed"),
    @JsonSubTypes.Type(value = Fact.CanarySent.class, name = "canary-sent"),
    @JsonSubTypes.Type(value = Fact.CanaryReturned.class, name = "canary-returned"),
    @JsonSubTypes.Type(value = Fact.MqttReceived.class, name = "mqtt"),
    @JsonSubTypes.Type(value = Fact.ShadowAsked.class, name = "shadow-asked"),
    @JsonSubTypes.Type(value = Fact.ShadowRead.class, name = "shadow-read"),
    @JsonSubTypes.Type(value = Fact.ShadowReadFailed.class, name = "shadow-read-failed"),
    @JsonSubTypes.Type(value = Fact.HttpAsked.class, name = "http-asked"),
    @JsonSubTypes.Type(value = Fact.HttpAnswered.class, name = "http-answered"),
    @JsonSubTypes.Type(value = Fact.HttpFailed.class, name = "http-failed"),
    @JsonSubTypes.Type(value = Fact.TlsProbed.class, name = "tls-probed"),
    @JsonSubTypes.Type(value = Fact.TlsProbeFailed.class, name = "tls-probe-failed"),
    @JsonSubTypes.Type(value = Fact.FaultsPlanned.class, name = "faults-planned"),
    @JsonSubTypes.Type(value = Fact.LinkOpened.class, name = "link-opened"),
    @JsonSubTypes.Type(value = Fact.LinkFaultBegan.class, name = "link-fault-began"),
    @JsonSubTypes.Type(value = Fact.LinkFaultEnded.class, name = "link-fault-ended"),
    @JsonSubTypes.Type(value = Fact.LinkClosed.class, name = "link-closed"),
    @JsonSubTypes.Type(value = Fact.HostLag.class, name = "host-lag"),
    @JsonSubTypes.Type(value = Fact.LimitExpired.class, name = "limit-expired"),
    @JsonSubTypes.Type(value = Fact.CaptureEnded.class, name = "capture-ended"),
    @JsonSubTypes.Type(value = Fact.BenchFailed.class, name = "bench-failed"),
    @JsonSubTypes.Type(value = Fact.Interrupted.class, name = "interrupted"),
    @JsonSubTypes.Type(value = Fact.RunEnded.class, name = "run-ended"),
})
public sealed interface Fact {

    /** First entry of a log. */
    record RunStarted(RunContext context) implements Fact {}

    /**
     * A certificate that the run relies on.
     *
     * @param owner {@code witness} or {@code device}
     * @param certificateId AWS IoT's name for it: SHA-256 over its DER form, 64 lower-case hex digits
     */
    record CredentialRead(String owner, String certificateId, CertificateFacts certificate) implements Fact {}

    /**
     * An external program ended.
     *
     * @param commandLine exactly as started, one element an argument
     * @param exitCode null when it was killed or could not be started
     * @param output standard output and error as they came, at most 64 KiB from the end
     */
    record ToolRan(
            Stage stage,
            String driver,
            List<String> commandLine,
            @Nullable Integer exitCode,
            boolean timedOut,
            Bytes output,
            long durationMs)
            implements Fact {
        public ToolRan {
            commandLine = List.copyOf(commandLine);
        }
    }

    /**
     * The flasher reports success.
     *
     * @param proof what shows it, in a sentence ("FAIL.TXT absent after remount", "exit code 0", "not flashed: none")
     */
    record Flashed(String driver, String proof, long durationMs) implements Fact {}

    /** A resetter could not reset; the next one of the profile is tried. */
    record ResetRefused(String driver, String reason) implements Fact {}

    /** A reset is about to be asked for; bytes before this entry belong to an older run. */
    record ResetIssued(String driver) implements Fact {}

    /** The driver is done asking; only the boot banner proves that the reset took place. */
    record ResetReturned(String driver) implements Fact {}

    /** @param device the real device node behind {@code path} */
    record PortOpened(String path, String device, int baud) implements Fact {}

    /** The port went away while flashing or resetting, as these adapters do, and is back. */
    record PortReopened(String path, String device, int baud) implements Fact {}

    /** The serial port hung up. Its last bytes may be lost. */
    record PortGone(String reason) implements Fact {}

    /** Another program changed the line settings; bytes may be missing. */
    record LineSettingsRepaired(String detail) implements Fact {}

    /**
     * What the port's driver counted of the line's errors since the entry of this kind before, in or before the bytes of the last
     * {@link UartReceived}. Not every driver counts.
     *
     * @param framing bytes without their stop bit
     * @param parity bytes with the wrong parity
     * @param overruns bytes that were lost, in the adapter or in the driver
     * @param breaks times the line was low for longer than a byte
     */
    record LineErrors(long framing, long parity, long overruns, long breaks) implements Fact {
        /** True when bytes were changed or lost. */
        public boolean changedBytes() {
            return framing + parity + overruns > 0;
        }

        /** Both together. */
        public LineErrors plus(LineErrors more) {
            return new LineErrors(
                    framing + more.framing, parity + more.parity, overruns + more.overruns, breaks + more.breaks);
        }
    }

    /** Bytes from the device exactly as they arrived. */
    record UartReceived(Bytes bytes) implements Fact {}

    /**
     * Bytes that are about to be written to the device; what it answers comes behind this entry.
     *
     * @param send place among {@link FirmwareDescription#send()}, from 0; null: the bench's own question
     */
    record UartSent(Bytes bytes, @Nullable Integer send) implements Fact {
        /** The bench's own question. */
        public UartSent(Bytes bytes) {
            this(bytes, null);
        }
    }

    record WitnessConnected(String clientId, String endpoint) implements Fact {}

    /**
     * The cloud's answer to one filter.
     *
     * @param purpose what the filter is for
     */
    record WitnessSubscribed(String filter, Purpose purpose, boolean granted) implements Fact {}

    /** What a subscription of the witness lets it observe. */
    enum Purpose {
        CANARY,
        USER_TOPIC,
        SHADOW,
        PRESENCE,
        SUBSCRIPTIONS,
        /** Topics that the description of the firmware names. */
        OWN_TOPIC
    }

    record WitnessDisconnected(String reason) implements Fact {}

    /**
     * The witness could not connect (again).
     *
     * @param code null in older logs
     * @param owner who has to act: {@code cloud} (unreachable, refused service) or {@code bench} (its credentials, its CA)
     * @param timedOutMs how long it had waited when it gave up; null when something else than its patience ended the attempt, and in
     *     old logs
     */
    record WitnessFailed(
            Owner owner,
            @Nullable FailureCode code,
            String reason,
            String remedy,
            @Nullable Long timedOutMs) implements Fact {
        /** What no time-out ended. */
        public WitnessFailed(Owner owner, @Nullable FailureCode code, String reason, String remedy) {
            this(owner, code, reason, remedy, null);
        }
    }

    /** The witness published on its own canary topic. */
    record CanarySent(String token) implements Fact {}

    /** ... and received it: between two returned canaries without a disconnect it was awake. */
    record CanaryReturned(String token) implements Fact {}

    /** A message the witness received, canaries excepted. */
    record MqttReceived(String topic, Bytes payload, int qos, boolean retained, boolean duplicate) implements Fact {}

    /** The witness is about to read the shadow over REST; the answer with this number shows a later state. */
    record ShadowAsked(long number) implements Fact {}

    /**
     * The answer.
     *
     * @param number of the question
     * @param status HTTP status
     */
    record ShadowRead(long number, String thing, int status, Bytes body) implements Fact {}

    record ShadowReadFailed(long number, String thing, String reason) implements Fact {}

    /** The bench is about to ask what a line of the user's own names; the answer with this number shows a later state. */
    record HttpAsked(long number, String url) implements Fact {}

    /**
     * The answer.
     *
     * @param number of the question
     * @param status HTTP status
     * @param body its first 64 KiB
     */
    record HttpAnswered(long number, int status, Bytes body) implements Fact {}

    record HttpFailed(long number, String reason) implements Fact {}

    /**
     * The bench's own TLS handshake with the endpoint.
     *
     * @param issuers those of the certificate, up to the trusted one; empty when it is not trusted, and in older logs
     */
    record TlsProbed(
            String host,
            int port,
            CertificateFacts certificate,
            boolean trusted,
            @Nullable List<CertificateFacts> issuers)
            implements Fact {
        public TlsProbed {
            issuers = issuers == null ? List.of() : List.copyOf(issuers);
        }
    }

    record TlsProbeFailed(String host, int port, String reason) implements Fact {}

    /**
     * The link between board and endpoint will disturb connections from now on.
     *
     * @param seed with the patterns it gives the whole schedule
     * @param every first of so many connections is disturbed
     * @param patterns one line each, {@code stall, bytes 0 to 3200, 1500 to 12000 ms}
     */
    record FaultsPlanned(long seed, int every, List<String> patterns) implements Fact {
        public FaultsPlanned {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * The board opened a connection through the link.
     *
     * @param connection its number on this link
     * @param client address and port
     */
    record LinkOpened(long connection, String client) implements Fact {}

    /**
     * The link begins to disturb a connection.
     *
     * @param fault {@code delay}, {@code throttle}, {@code stall}, {@code drop}, {@code reset}, {@code half-close}
     * @param detail what exactly, for people
     * @param upBytes forwarded to the endpoint before
     * @param downBytes forwarded to the board before
     */
    record LinkFaultBegan(long connection, String fault, String detail, long upBytes, long downBytes) implements Fact {}

    record LinkFaultEnded(long connection, long upBytes, long downBytes) implements Fact {}

    /** @param how who ended it */
    record LinkClosed(long connection, String how, long upBytes, long downBytes) implements Fact {}

    /**
     * How much later than asked for this host let the bench's heartbeat run, measured on the monotonic clock: a stopped process, a host
     * asleep, a pause of the garbage collector, a CPU or a disk shared with too many. Written as soon as half a second of it has come
     * together, and every half minute however little it is, so that a host that kept up is on record, too.
     *
     * @param sinceMs time since the entry of this kind before, or since the heartbeat began
     * @param lateMs how much of it the heartbeat was late, summed up over its beats
     * @param stalledMs how late it was at its last beat alone: for so long, up to this entry, nothing of the bench ran; at most
     *     {@code lateMs}
     */
    record HostLag(long sinceMs, long lateMs, long stalledMs) implements Fact {}

    /** A limit of {@link RunContext.LimitFacts} passed. */
    record LimitExpired(Limit limit, long limitMs) implements Fact {}

    /** The device is done or given up on: no claim is expected any more; evidence still may come. */
    record CaptureEnded(String reason) implements Fact {}

    /**
     * The bench itself failed.
     *
     * @param code null in older logs
     * @param cause one line: what was tried, on what, what came back
     * @param remedy what a person can do
     */
    record BenchFailed(Stage stage, @Nullable FailureCode code, String cause, String remedy) implements Fact {
        /** The code; of older logs, the most that the stage tells. */
        public FailureCode codeOrStage() {
            return code == null ? FailureCode.at(stage) : code;
        }
    }

    /** Added by the next start to a log that has no end. */
    record Interrupted(String reason) implements Fact {}

    /** Last entry of a log. */
    record RunEnded() implements Fact {}
}
