package org.numakerbench.lab.night;

import org.jspecify.annotations.Nullable;

/**
 * One run that a night was asked for.
 *
 * @param place {@code bench/board}, or {@code any TARGET}
 * @param build the plan's name for the image
 * @param repeat from 1
 * @param thingLease name of the lease on the identity's thing; so on for client ID and topic
 * @param word null until it has ended
 * @param code a {@code FailureCode}'s word for what was never begun; null for what was
 * @param reason one sentence
 */
public record ItemRow(
        String item,
        String night,
        int ordinal,
        String place,
        String target,
        String build,
        String image,
        String sha256,
        String phases,
        int repeat,
        String thingLease,
        String clientLease,
        String topicLease,
        @Nullable String word,
        @Nullable String code,
        @Nullable String reason,
        @Nullable Long endedMs) {
    /** Null until it has ended. */
    public @Nullable ItemOutcome asWord() {
        return word == null ? null : ItemOutcome.valueOf(word);
    }
}
