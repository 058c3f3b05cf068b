package org.numakerbench.selftest.own;

import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.model.Outcome;

/**
 * One lie of a line.
 *
 * @param line that lies; of a hidden failure the line that says success instead
 * @param about name of the placeholder or JSON pointer; empty where it is about the whole line
 * @param uncovered why nobody can catch it; null: it must be caught
 */
record Lie(Line line, Kind kind, String about, @Nullable String uncovered) {
    /** What a lying board does. */
    enum Kind {
        NOT_SENT("the message was not sent", "the message never came"),
        OTHER_TOPIC("it was sent on another topic", "it came on another topic"),
        OTHER_PAYLOAD("another payload was sent", "another payload came"),
        OTHER_VALUE("%s is another", "%s is another"),
        SAID_TWICE("said twice, sent once", "said twice, came once"),
        NOT_SAID("sent, and the line not printed", "came, and the line not printed"),
        OTHER_IGNORED("%s of the payload is another", "%s of the payload is another"),
        NOT_DONE("it did not happen", "it did not happen"),
        BEYOND_LIMIT("%s is beyond its limit", "%s is beyond its limit"),
        FAILURE_SAID("a failure reported", "a failure reported"),
        FAILURE_HIDDEN("success said instead of failure", "success said instead of failure");

        private final String published;
        private final String received;

        Kind(String published, String received) {
            this.published = published;
            this.received = received;
        }
    }

    boolean isCovered() {
        return uncovered == null;
    }

    /** What the run comes to when it is caught: of its own failure a device is not refuted. */
    Outcome outcome() {
        return kind == Kind.BEYOND_LIMIT || kind == Kind.FAILURE_SAID ? Outcome.DEVICE_FAIL : Outcome.MISMATCH;
    }

    /** For a person. */
    String words() {
        return (line.received() != null ? kind.received : kind.published).formatted("{" + about + "}");
    }
}
