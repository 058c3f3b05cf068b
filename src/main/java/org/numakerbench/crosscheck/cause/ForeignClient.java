package org.numakerbench.crosscheck.cause;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Step;
import org.numakerbench.model.StepTable;
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
        if (isAfterItsTests(message, run)) {
            return "the device had ended its session before";
        }
        if (isRestful(message, run) && isBeforeHttps(message, run)) {
            return "it was asked for over HTTPS, and the device was not in its HTTPS test";
        }
        return null;
    }

    private static boolean isAfterItsTests(Message message, RunView run) {
        List<Presence> seen = run.cloud().presences();
        Presence last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
        boolean left = last != null && !last.connected() && last.seq() < message.seq();
        return left && (!run.context().phases().contains(Step.HTTPS) || isAfterHttps(message, run));
    }

    private static boolean isAfterHttps(Message message, RunView run) {
        return run.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.HTTPS_STEP_END && StepTable.FIRMWARE.endsTest(it.step()))
                .anyMatch(it -> it.seq() < message.seq());
    }

    /** An answer of the shadow service to what was not asked on its topic. */
    private static boolean isRestful(Message message, RunView run) {
        return Stream.of(ShadowOperation.UPDATE, ShadowOperation.DELETE)
                .anyMatch(it -> message.topic().equals(run.topic(it) + "/accepted")
                        || message.topic().equals(run.topic(it) + "/rejected"));
    }

    private static boolean isBeforeHttps(Message message, RunView run) {
        return run.heard().stream()
                .filter(it -> it.step().isHttps())
                .mapToLong(PendingClaim::seq)
                .allMatch(https -> message.seq() < https);
    }

    /** What other clients publish where the device listens, beside its own topic. */
    static List<String> notes(RunView run) {
        String own = run.context().identity().userTopic();
        return run.cloud()
                .matching(run.context().identity().userFilter())
                .filter(it -> !it.topic().equals(own))
                .limit(MOST_NOTES)
                .map(it -> "another client published on " + it.topic() + " (entry " + it.seq()
                        + "), where the device listens, too: the set-up's, not the device's")
                .toList();
    }

    String words() {
        return "a message on " + message.topic() + " (entry " + message.seq() + ") is not the device's: " + why;
    }
}
