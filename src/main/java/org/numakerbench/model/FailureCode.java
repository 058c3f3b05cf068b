package org.numakerbench.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for machines: nights group by it, JUnit, JSON and webhooks name it. A code never changes its meaning;
 * sentences beside it may.
 */
public enum FailureCode {
    // The device.
    /** It printed a fault dump, a fatal error or an assertion. */
    CRASH,
    /** It went silent before it was done. */
    HANG,
    /** It restarted by itself in mid-run. */
    RESTART,
    /** It says itself that a step failed. */
    STEP_FAILED,
    /** Its MQTT library lacks the UNSUBACK patch. */
    UNSUBACK_PATCH,
    /** Its connection was gone in mid-run, while the host kept its own. */
    NETWORK_LOST,
    /** It did not come onto its network. */
    NO_NETWORK,
    /** It was not done when the run's limit passed. */
    RUN_LIMIT,
    /** Less RAM is left than the profile wants. */
    HEAP_SMALL,
    /** A measurement lies beyond its limit. */
    OUT_OF_LIMITS,
    /** It does not do what its description expects of it. */
    NOT_AS_EXPECTED,

    // Device and cloud.
    /** It claims what the evidence speaks against. */
    CLAIM_REFUTED,
    /** It never said what the cloud saw it do. */
    UNCLAIMED,

    // The set-up.
    /** Another client connected with the device's client ID. */
    CLIENT_ID_TAKEN_OVER,
    /** The device's policy does not allow what it does. */
    POLICY_REFUSES,
    /** The firmware connects with another endpoint than the profile's. */
    WRONG_ENDPOINT,
    /** Another client publishes on the device's topics, or changes its shadow. */
    FOREIGN_CLIENT,

    // The endpoint and the way there.
    ENDPOINT_UNKNOWN_HOST,
    ENDPOINT_UNREACHABLE,
    ENDPOINT_TIMEOUT,
    ENDPOINT_CERTIFICATE_EXPIRED,
    ENDPOINT_CERTIFICATE_UNTRUSTED,
    ENDPOINT_CERTIFICATE_NAME,
    /** It ended the connection without an answer. */
    ENDPOINT_CLOSED,
    /** It answers, and makes no MQTT session. */
    ENDPOINT_NO_SESSION,
    /** The device failed while the host lost the endpoint, too. */
    ENDPOINT_LOST,
    WITNESS_CERTIFICATE_REFUSED,
    WITNESS_NOT_AUTHORISED,
    /** The witness could not connect, and an older log does not say why. */
    WITNESS_FAILED,

    // Evidence.
    /** The device failed where the bench had disturbed its connection, in an experiment. */
    LINK_DISTURBED,
    /** A claim has no evidence for it nor against it. */
    UNSEEN,
    /** No claim could be matched with the cloud. */
    NOTHING_MATCHED,

    // Nights: what was never begun.
    CANCELLED,
    NIGHT_CLOSED,
    QUARANTINED,
    /** No host offers the board. */
    NO_BOARD,

    // The bench.
    HOST_STALLED,
    /** Its process or its night ended in mid-run. */
    INTERRUPTED,
    /** The run's record could not be written. */
    RECORD_FAILED,
    IMAGE_UNAVAILABLE,
    /** Board, image and profile do not fit together. */
    NOT_RUNNABLE,
    PORT_MISSING,
    PORT_DENIED,
    PORT_BUSY,
    PORT_GONE,
    PORT_FAILED,
    /** The board restarted after its serial port had been away. */
    PORT_REPLUGGED,
    /** What came is no text, as at a wrong baud rate. */
    PORT_UNREADABLE,
    TOOL_MISSING,
    TOOL_TIMEOUT,
    TOOL_FAILED,
    /** The tool has no file for the board, or does not know its part. */
    TOOL_UNFIT,
    ADAPTER_MISSING,
    ADAPTER_DENIED,
    ADAPTER_BUSY,
    ADAPTER_FAILED,
    /** The adapter does not reach the chip. */
    TARGET_UNREACHABLE,
    IMAGE_UNFIT,
    FLASH_FAILED,
    FLASH_VERIFY,
    VOLUME_MISSING,
    /** Another volume than the board's, or one that cannot be written. */
    VOLUME_UNFIT,
    VOLUME_DENIED,
    /** Another image runs than was flashed. */
    WRONG_IMAGE,
    RESET_FAILED,
    /** Not one byte after the reset. */
    NO_OUTPUT,
    /** Text, but no boot banner after the reset. */
    NO_BANNER;

    /** Lower case with hyphens: {@code heap-small}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return null for null, and for a word that another version of the bench wrote */
    @JsonCreator
    public static @Nullable FailureCode of(@Nullable String word) {
        for (FailureCode code : values()) {
            if (code.word().equals(word)) {
                return code;
            }
        }
        return null;
    }

    /** What a bench's failure in {@code stage} is when nobody says it more exactly. */
    public static FailureCode at(Stage stage) {
        return switch (stage) {
            case SERIAL -> PORT_FAILED;
            case FLASH -> FLASH_FAILED;
            case RESET -> RESET_FAILED;
            case HOST -> HOST_STALLED;
            default -> RECORD_FAILED;
        };
    }
}
