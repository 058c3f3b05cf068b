package org.numakerbench.sim.board.image;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual board can do wrong, one idea each. The JSON name is the constant's, in lower case with hyphens. The
 * phase is where it happens when the image names none.
 */
public enum FaultKind {
    PUBLISH_NOT_SENT("claims a publish that it did not make, and the arrival that would have followed", "user"),
    PUBLISH_OTHER_BYTES("publishes other bytes than it prints", "user"),
    SHADOW_VERSION_WRONG("prints an arrived shadow document with another version", "shadow-update"),
    SHADOW_STALE("prints an older shadow document than the one that arrived", "shadow-get"),
    ARRIVAL_INVENTED("prints one more message, which never came", "user"),
    DELETE_KEPT("claims that the shadow is deleted, having asked nobody", "shadow-delete"),
    DELETE_UNDONE("deletes the shadow, then makes it again without a word", "shadow-delete"),
    DISCONNECT_FAILED_OK("cuts the connection, prints that disconnecting failed, then that it went well", null),
    CONNECTION_DROPPED("drops the connection instead of disconnecting, prints that it disconnected", null),
    CERTIFICATE_WRONG("prints another serial number and issuer than the server's certificate has", null),
    HANG_AFTER_FAILED_SUBSCRIBE("a subscription fails, and the firmware waits for ever for its message", "user"),
    SUBSCRIBE_NOT_SENT("claims a subscription that it did not make, and the arrival by it", "user"),
    UNSUBSCRIBE_NOT_SENT("claims to have unsubscribed, having asked nobody", "user"),
    REBOOT_MID_RUN("starts again from the banner once, after the phase", "shadow-update"),
    HARD_FAULT("a fault dump in the middle of a line, then silence", "shadow-get"),
    HANG_MID_RUN("stops in the middle of a line", "shadow-get"),
    GARBAGE_AT_RESET("random bytes before the banner", null),
    BYTES_DROPPED("bytes are lost on the wire", null),
    BYTES_FLIPPED("bytes arrive with one bit flipped", null),
    UNSUBACK_BUG("the unpatched MQTT library: every operation after the first unsubscribe fails", null),
    WRONG_OS_VERSION("prints another Mbed OS version than it was built with", null),
    HEAP_IMPOSSIBLE("prints a peak of the heap below its current size", null),
    SILENT("prints nothing at all", null),
    EXTRA_PUBLISH("publishes one more message, which it never prints", "user"),
    NETWORK_DOWN("the network does not come up", null),
    SHADOW_UPDATE_UNCLAIMED("updates the shadow, which it never prints", "shadow-update"),
    RESET_IGNORED("a reset has no effect: the old stream goes on", null),
    HTTPS_NOT_SENT("prints an HTTPS request and a good answer, having sent nothing", "user-publish"),
    HTTPS_OTHER_BYTES("sends another HTTPS body than it prints", "user-publish"),
    HTTPS_BODY_INVENTED("prints a document that the HTTPS answer did not hold", "shadow-get-rest"),
    HTTPS_DELETE_KEPT("claims that the shadow is deleted RESTfully, having asked nobody", "shadow-delete-rest"),
    HTTPS_REFUSAL_HIDDEN(
            "sends what the service refuses, and prints the answer to a good request", "shadow-update-rest"),
    HTTPS_UPDATE_UNCLAIMED("updates the shadow RESTfully, which it never prints", "shadow-get-topic"),
    HTTPS_ANSWER_TOO_LONG("sends a document whose answer its 600-byte buffer cannot hold", "shadow-update-rest"),
    HTTPS_HANG("waits for ever for the answer to a request it never finished", "shadow-get-topic");

    private final String description;
    private final String phase;

    FaultKind(String description, @Nullable String phase) {
        this.description = description;
        this.phase = phase == null ? "" : phase;
    }

    public String jsonName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for people. */
    public String description() {
        return description;
    }

    /**
     * Default phase: {@code user}, {@code shadow-update}, {@code shadow-get}, {@code shadow-delete}, an HTTPS step such as
     * {@code shadow-get-rest}; empty: none.
     */
    public String phase() {
        return phase;
    }

    /** @throws IllegalArgumentException if there is no such fault */
    public static FaultKind ofJsonName(String name) {
        for (FaultKind kind : values()) {
            if (kind.jsonName().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown fault: " + name);
    }
}
