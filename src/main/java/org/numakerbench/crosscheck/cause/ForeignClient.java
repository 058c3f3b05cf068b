package org.numakerbench.crosscheck.cause;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.crosscheck.timeline.TopicFilter;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Step;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;

/**
 * A message that nobody but another client can have sent. MQTT does not tell who sends: what a device might have sent itself
 * is its own.
 *
 * @param message what was seen
 * @param why it cannot be the device's, for a person
 */
record ForeignClient(Message message, String why) {
    private static final int MOST_NOTES = 5;
    /** What the device published last may come late. */
    private static final long LATE_NANOS = 2_000_000_000L;

    /** Behind an unclaimed message; empty when it may be the device's. */
    static Optional<ForeignClient> of(Trouble trouble, RunView run) {
        return run.cloud()
                .messages()
                .filter(it -> trouble.evidence().contains(it.seq()))
                .flatMap(it -> Stream.ofNullable(why(it, run)).map(why -> new ForeignClient(it, why)))
                .findFirst();
    }

    private static @Nullable String why(Message message, RunView run) {
        JsonNode document = message.json();
        if (document != null && document.has("clientToken")) {
            return "it carries a clientToken, which the firmware never sends";
        }
        if (run.context().phases().contains(Step.HTTPS)) {
            return null;
        }
        if (isAfterTheSession(message, run)) {
            return "the device had ended its session before";
        }
        return isRestful(message, run) ? "it was asked for over HTTPS, which the firmware does not test" : null;
    }

    private static boolean isAfterTheSession(Message message, RunView run) {
        List<Presence> seen = run.cloud().presences();
        Presence last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
        return last != null
                && !last.connected()
                && last.seq() < message.seq()
                && run.heard().stream()
                        .anyMatch(it -> it.claim().kind() == ClaimKind.MQTT_DISCONNECT
                                && message.nanos() - it.nanos() > LATE_NANOS);
    }

    /** An answer of the shadow service to what was not asked on its topic. */
    private static boolean isRestful(Message message, RunView run) {
        return Stream.of(ShadowOperation.UPDATE, ShadowOperation.DELETE)
                .anyMatch(it -> message.topic().equals(run.topic(it) + "/accepted")
                        || message.topic().equals(run.topic(it) + "/rejected"));
    }

    /** What other clients publish where the device listens, beside its own topic. */
    static List<String> notes(RunView run) {
        String own = run.context().identity().userTopic();
        return run.cloud()
                .matching(run.context().identity().userFilter())
                .filter(it -> !it.topic().equals(own) && !isDescribed(it, run))
                .limit(MOST_NOTES)
                .map(it -> "another client published on " + it.topic() + " (entry " + it.seq()
                        + "), where the device listens, too: the set-up's, not the device's")
                .toList();
    }

    /** On a topic of which the user's own firmware speaks the device publishes, too. */
    private static boolean isDescribed(Message message, RunView run) {
        FirmwareDescription firmware = run.context().firmware();
        return firmware != null && firmware.filters().stream().anyMatch(it -> TopicFilter.matches(it, message.topic()));
    }

    String words() {
        return "a message on " + message.topic() + " (entry " + message.seq() + ") is not the device's: " + why;
    }
}
