package org.numakerbench.model;

import com.fasterxml.jackson.annotation.JsonValue;

/** How long the bench waits for what; {@link #word()} is the name in a profile and in a log. */
public enum Limit {
    /** From the reset to the first byte. */
    FIRST_BYTE("firstByte", true),
    /** From the reset to the boot banner. */
    BANNER("banner", true),
    /** From the last byte on. */
    SILENCE("silence", true),
    /** The same while the device joins its network. */
    NETWORK("network", true),
    /** The whole run. */
    RUN("run", true),
    /** For messages that may still come after the device's last word. */
    MESSAGE_WAIT("messageWait", false),
    /** For lifecycle events. */
    LIFECYCLE_WAIT("lifecycleWait", false);

    private final String word;
    private final boolean ofDevice;

    Limit(String word, boolean ofDevice) {
        this.word = word;
        this.ofDevice = ofDevice;
    }

    @JsonValue
    public String word() {
        return word;
    }

    /** It runs from the device's last byte. */
    public boolean isOfSilence() {
        return this == SILENCE || this == NETWORK;
    }

    /** It is the device that is waited for. */
    public boolean isOfDevice() {
        return ofDevice;
    }
}
