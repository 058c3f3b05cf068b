package org.numakerbench.crosscheck.rule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.JsonDifference;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.uart.Claim;
import tools.jackson.databind.JsonNode;

/** The message that a line of a user's own firmware names, with what the line's placeholders took. */
final class OwnMessage {
    private final FirmwareDescription.Message description;
    private final String topic;
    private final @Nullable String text;
    private final @Nullable JsonNode json;

    OwnMessage(FirmwareDescription.Message description, Claim claim) {
        this.description = description;
        this.topic = Filled.text(description.topic(), claim);
        this.text = description.text() == null ? null : Filled.text(description.text(), claim);
        this.json = description.json() == null ? null : Filled.json(description.json(), claim);
    }

    String topic() {
        return topic;
    }

    /** What differs between the two, for a person; empty when the message is the one. */
    Optional<String> difference(Message message) {
        if (text != null) {
            return message.says(text) ? Optional.empty() : Optional.of("it is not \"" + text + "\"");
        }
        if (json == null) {
            return Optional.empty();
        }
        JsonNode seen = message.json();
        return seen == null
                ? Optional.of("it is no JSON")
                : JsonDifference.first(json, seen, description.tolerance(), description.ignore());
    }
}
