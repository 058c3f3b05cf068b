package org.numakerbench.crosscheck.timeline;

import org.numakerbench.evidence.Bytes;

/**
 * A message the witness received.
 *
 * @param seq of its log entry
 */
public record Message(long seq, String topic, Bytes payload) {
    /** Payload as UTF-8 text. */
    public String text() {
        return payload.utf8();
    }
}
