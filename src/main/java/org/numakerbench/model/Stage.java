package org.numakerbench.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where in a run something happened; nightly users triage by it. */
public enum Stage {
    /** The serial port itself: missing, in use, gone. */
    SERIAL,
    FLASH,
    RESET,
    BOOT,
    NETWORK,
    TLS,
    MQTT,
    HTTPS,
    HEAP,
    /** A step of a user's own firmware. */
    FIRMWARE,
    /** The bench's own record: disk full, interrupted. */
    RECORD,
    /** The machine the bench runs on: it stalled. */
    HOST;

    /** Lower case, as in reports. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
