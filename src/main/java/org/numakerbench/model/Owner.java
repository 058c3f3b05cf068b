package org.numakerbench.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who has to act on what went wrong. In the order in which it is told. */
public enum Owner {
    DEVICE,
    CLOUD,
    BENCH,
    /** Whoever set the bench or the cloud up: policy, identity, endpoint, cable. */
    SETUP,
    /** There is nothing to act on, or nothing was begun. */
    NOBODY;

    /** As reports and attempts have it. What says nothing is for the bench to find out. */
    public static Owner of(@Nullable String word) {
        for (Owner owner : values()) {
            if (owner.word().equals(word)) {
                return owner;
            }
        }
        return BENCH;
    }

    /** Lower case: {@code device}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
