package org.numakerbench.crosscheck.cause;

import static org.numakerbench.model.Outcome.BENCH_FAULT;
import static org.numakerbench.model.Outcome.DEVICE_FAIL;
import static org.numakerbench.model.Outcome.INCONCLUSIVE;
import static org.numakerbench.model.Outcome.MISMATCH;
import static org.numakerbench.model.Owner.BENCH;
import static org.numakerbench.model.Owner.CLOUD;
import static org.numakerbench.model.Owner.DEVICE;
import static org.numakerbench.model.Owner.SETUP;

import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;

/**
 * What the bench says of a run that it has judged, and what must be seen for it; {@code docs/diagnoses.md} is this table.
 * What drivers, tools and the endpoint report is named by their own codes.
 */
public enum Diagnosis {
    CRASH(
            FailureCode.CRASH,
            DEVICE_FAIL,
            DEVICE,
            "the device crashed: …",
            "A fault dump, a fatal error or an assertion."),
    RESTART(
            FailureCode.RESTART,
            DEVICE_FAIL,
            DEVICE,
            "the board restarted by itself in mid-run",
            "A second boot banner where the bench made no reset; the serial port had not been away."),
    STEP_FAILED(
            FailureCode.STEP_FAILED,
            DEVICE_FAIL,
            DEVICE,
            "the device reports …",
            "Its own line says so, and nothing below explains it."),
    UNSUBACK_PATCH(
            FailureCode.UNSUBACK_PATCH,
            DEVICE_FAIL,
            DEVICE,
            "the device reports …; a first subscribe that fails at once after an unsubscribe is the signature of firmware"
                    + " without the UNSUBACK patch of its MQTT library",
            "The first subscribe behind an unsubscribe that went well fails within " + Explained.AT_ONCE.toSeconds()
                    + " s, the cloud saw nothing of it, and the device's session still stood."),
    NETWORK_LOST(
            FailureCode.NETWORK_LOST,
            DEVICE_FAIL,
            DEVICE,
            "the device lost its network: …; check its cable, switch or access point",
            "An MQTT request fails after " + Explained.TIME_OUT.toSeconds()
                    + " s or more (the firmware waits 30 s for an acknowledgement); the cloud saw the session end without a"
                    + " DISCONNECT, or saw no end although the device says that it disconnected; the witness kept its own"
                    + " connection all the time."),
    NO_NETWORK(
            FailureCode.NO_NETWORK,
            DEVICE_FAIL,
            DEVICE,
            "the device did not come onto the network: …; check its cable and DHCP, or the Wi-Fi name and password",
            "It says so itself, or `limits.network` passes without a byte where it joins the network. The host sees nothing"
                    + " of that network, so it accuses nobody else."),
    HANG(
            FailureCode.HANG,
            DEVICE_FAIL,
            DEVICE,
            "the device went silent after …",
            "`limits.silence` passes without a byte before the last expected line, on an undamaged wire; the host was not"
                    + " stalled."),
    RUN_LIMIT(
            FailureCode.RUN_LIMIT,
            DEVICE_FAIL,
            DEVICE,
            "the run took longer than `limits.run`: …",
            "`limits.run` passes before the last expected line; the device was not silent as long as `limits.silence`."),
    HEAP_SMALL(
            FailureCode.HEAP_SMALL,
            DEVICE_FAIL,
            DEVICE,
            "headroom is …",
            "The target's RAM less peak heap and static data is less than the profile wants."),
    OUT_OF_LIMITS(
            FailureCode.OUT_OF_LIMITS,
            DEVICE_FAIL,
            DEVICE,
            "…, …",
            "A sample of a measurement lies beyond the limit that the profile or the firmware's description sets to it, in a run"
                    + " in which nothing else went wrong."),
    NOT_AS_EXPECTED(
            FailureCode.NOT_AS_EXPECTED,
            DEVICE_FAIL,
            DEVICE,
            "the device does not do what its description expects: …",
            "A line of `expect:` is missing, late, ahead of its place or too many, one of `failOn:` came, or a text of `send:` has no"
                    + " answer in time; where the wire is whole, the host was not late, the text was sent, and nothing else went"
                    + " wrong before from which it may follow."),
    CLAIM_REFUTED(
            FailureCode.CLAIM_REFUTED,
            MISMATCH,
            DEVICE,
            "…",
            "The evidence contradicts a claim; or nothing of it was seen while the witness was provably awake, allowed to look"
                    + " and the wire was whole."),
    UNCLAIMED(
            FailureCode.UNCLAIMED,
            MISMATCH,
            DEVICE,
            "…; unless another client sent it",
            "A message on a topic of the device, or a change of its shadow, that may be its own; no claim names it, and no line"
                    + " that would was lost."),
    CLIENT_ID_TAKEN_OVER(
            FailureCode.CLIENT_ID_TAKEN_OVER,
            BENCH_FAULT,
            SETUP,
            "the client ID was taken over: …; give every board and tool a client ID of its own",
            "A `disconnected` event of the device's session with `DUPLICATE_CLIENTID`, and a session behind it with another"
                    + " certificate; with the same certificate only when the device connected once and then failed. What failed more than 10 s"
                    + " before that has another reason."),
    POLICY_REFUSES(
            FailureCode.POLICY_REFUSES,
            BENCH_FAULT,
            SETUP,
            "the device's policy refuses what it does: …; `bench policy` writes one that allows it",
            "The device's session ended with `AUTH_ERROR`, or the endpoint answered its request over HTTPS with status 403; the"
                    + " step that failed is that one or a later one."),
    WRONG_ENDPOINT(
            FailureCode.WRONG_ENDPOINT,
            DEVICE_FAIL,
            SETUP,
            "the firmware was built for another endpoint: …; build it for the profile's, or mend cloud.endpoint",
            "`Connecting with` names a host or port that is not the profile's, on an undamaged wire or twice in the same"
                    + " words, and the device then fails."),
    FOREIGN_CLIENT(
            FailureCode.FOREIGN_CLIENT,
            BENCH_FAULT,
            SETUP,
            "another client uses the device's topics: …; keep other clients away while a run goes on",
            "A message on a topic of the device, or a change of its shadow, that cannot be its own: it carries a"
                    + " `clientToken`, which the firmware never sends; or, of firmware that does not test HTTPS, it came 2 s or"
                    + " more after the end of the device's session, or the shadow was changed over HTTPS. MQTT does not tell who sends: what might be the device's is `unclaimed`."),
    ENDPOINT_LOST(
            FailureCode.ENDPOINT_LOST,
            INCONCLUSIVE,
            CLOUD,
            "…; but the host lost the endpoint too (entry …), so device and cloud cannot be told apart",
            "The device fails, and the witness lost its connection in the same run."),
    LINK_DISTURBED(
            FailureCode.LINK_DISTURBED,
            INCONCLUSIVE,
            BENCH,
            "…; but the bench itself disturbed the device's connection (entry …)",
            "The device fails, or it and the cloud disagree, behind an entry that tells of a disturbance of its link: the log of"
                    + " an experiment."),
    UNSEEN(
            FailureCode.UNSEEN,
            INCONCLUSIVE,
            BENCH,
            "…",
            "A claim without evidence for it or against it, and nothing worse."),
    NOTHING_MATCHED(
            FailureCode.NOTHING_MATCHED,
            INCONCLUSIVE,
            BENCH,
            "nothing the device claimed could be matched with the cloud",
            "No claim of a message or a change of the shadow is confirmed, and nothing worse."),
    PORT_REPLUGGED(
            FailureCode.PORT_REPLUGGED,
            BENCH_FAULT,
            BENCH,
            "the board restarted after its serial port had been away (entry …): was its USB cable pulled?",
            "A second boot banner behind an entry that tells that the port had gone and came back."),
    WRONG_IMAGE(
            FailureCode.WRONG_IMAGE,
            BENCH_FAULT,
            BENCH,
            "…",
            "The Mbed OS version that the board prints is not the one in the image's manifest, on an undamaged wire."),
    PORT_UNREADABLE(
            FailureCode.PORT_UNREADABLE,
            BENCH_FAULT,
            BENCH,
            "the … bytes after the reset are no text, as when a line is read at another speed than it is sent; check the baud"
                    + " rate (serial.baud: 9600, later firmware 115200)",
            "No boot banner, and a quarter or more of the bytes after the reset are no text."),
    NO_OUTPUT(
            FailureCode.NO_OUTPUT,
            BENCH_FAULT,
            BENCH,
            "reset not seen: not one byte came after it; check the reset means, the port and the board's power",
            "`limits.firstByte` passes without a byte."),
    NO_BANNER(
            FailureCode.NO_BANNER,
            BENCH_FAULT,
            BENCH,
            "reset not seen: … bytes came, but no boot banner; check the baud rate, or the old program simply went on",
            "`limits.banner` passes with text that is no boot banner and no provisioning."),
    HOST_STALLED(
            FailureCode.HOST_STALLED,
            BENCH_FAULT,
            BENCH,
            "this host was stalled for … s and cannot tell whose fault it is: …; give it less to do, and run again",
            "What ran out of time did so while the host measured its own lag: a third of the wait or more."),
    INTERRUPTED(
            FailureCode.INTERRUPTED,
            BENCH_FAULT,
            BENCH,
            "interrupted: …",
            "The log has no end, or tells what stopped the bench.");

    private final FailureCode code;
    private final Outcome outcome;
    private final Owner owner;
    private final String says;
    private final String seen;

    Diagnosis(FailureCode code, Outcome outcome, Owner owner, String says, String seen) {
        this.code = code;
        this.outcome = outcome;
        this.owner = owner;
        this.says = says;
        this.seen = seen;
    }

    public FailureCode code() {
        return code;
    }

    public Outcome outcome() {
        return outcome;
    }

    public Owner owner() {
        return owner;
    }

    /** The sentence for a person; each … stands for what the run shows. */
    public String says() {
        return says;
    }

    /** What must be seen before the bench says so. */
    public String seen() {
        return seen;
    }

    /**
     * The sentence with what the run shows, in the order of its places.
     *
     * @throws IllegalArgumentException when there are fewer places
     */
    public String sentence(Object... shown) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (Object each : shown) {
            int at = says.indexOf('…', from);
            if (at < 0) {
                throw new IllegalArgumentException(this + " has no place for " + each);
            }
            text.append(plain(from, at)).append(each);
            from = at + 1;
        }
        return text.append(plain(from, says.length())).toString();
    }

    private String plain(int from, int to) {
        return says.substring(from, to).replace("`", "");
    }
}
