package org.numakerbench.uart;

import java.util.Locale;

/** Kinds of claims; {@link #word()} is the name in {@code bench parse --json}. Fields in parentheses. */
public enum ClaimKind {
    /** {@code Starting AWS IoT test}; a second one in a capture means the board restarted. */
    BOOT_BANNER,
    /** (version: "5.7.1", or "master") */
    MBED_OS_VERSION,
    /** Provisioning lines of Mbed OS 5.14.2 and later (state) */
    PROVISION,
    /** EasyConnect mode, "Connected to the network successfully", socket opening (ipMode, address, code) */
    NETWORK,
    /** (host, address, port, code) */
    DNS,
    /** Application: {@code Connecting with H:P} (host, port) */
    CONNECTING,
    /** TLS layer: {@code Connecting to H:P}; Failed to connect (host, port) */
    TCP_CONNECT,
    /** Start of the handshake, or its failure through an mbedtls call (call, code, message) */
    TLS_HANDSHAKE,
    /** {@code TLS connection to H:P established} (host, port) */
    TLS_ESTABLISHED,
    /**
     * The whole certificate block as one claim (version, serial, issuer, subject, issuedOn, expiresOn, signedUsing,
     * keyType, keyBits, basicConstraints, subjectAltNames: list, keyUsage, extKeyUsage, certType)
     */
    SERVER_CERTIFICATE,
    /** {@code Certificate verification passed} or failed, chain verification lines of later firmware (depth, reason) */
    CERTIFICATE_VERIFIED,
    /** Application: {@code Connects with H:P OK|failed: code} (host, port, code) */
    CONNECTED,
    /** {@code Resolved MQTT client ID: x} (clientId) */
    CLIENT_ID,
    /** {@code MQTT connects OK|failed: code} (code) */
    MQTT_CONNECT,
    /** {@code Subscribing/publishing X topic} (phase: user, shadow-update, shadow-get, shadow-delete) */
    PHASE_START,
    /** (filter, code) */
    MQTT_SUBSCRIBE,
    /** {@code Message to publish:} and the text (payload) */
    MESSAGE_TO_PUBLISH,
    /** (topic, code) */
    MQTT_PUBLISH,
    /** Wait of later firmware: {@code MQTT receives message with subscribed F ... | OK | TIMEOUT} (filter, state) */
    MQTT_RECEIVE,
    /** (qos, retained, dup, packetId, payload) */
    MESSAGE_ARRIVED,
    /** (filter, code) */
    MQTT_UNSUBSCRIBE,
    /** {@code Subscribes/publishes X topic OK} (phase) */
    PHASE_END,
    /** (code) */
    MQTT_DISCONNECT,
    /** First line of an HTTPS step (phase) */
    HTTPS_STEP_START,
    /** The request as printed (method, path, host, contentLength, body) */
    HTTPS_REQUEST,
    /** {@code HTTPS: Received N chars from server} (chars) */
    HTTPS_RECEIVED,
    /** {@code Received 200 OK status ... [OK]|[FAIL]} */
    HTTPS_STATUS,
    /** The response as printed (status, body, text) */
    HTTPS_RESPONSE,
    /** Last line of an HTTPS step (phase) */
    HTTPS_STEP_END,
    /** {@code X() failed: -0x.. (..): text} of TLS calls outside the handshake; socket errors (call, code, message) */
    IO_ERROR,
    /** {@code snprintf failed} (code) */
    BUFFER_TOO_SMALL,
    /** Current heap size, in bytes (bytes) */
    HEAP_CURRENT,
    /** Peak heap size, in bytes (bytes) */
    HEAP_MAX,
    /** One thread of the stack statistics (thread, stackBytes, maxStackBytes) */
    THREAD_STACK,
    /** Fault dumps, fatal errors, assertions, kernel errors as one claim (source, status, message, registers ...) */
    CRASH,
    /** Reboot announcements of the error handler (count) */
    REBOOT_NOTICE,
    /** mbed-trace and mbedtls debug lines (level, message) */
    TRACE,
    /**
     * A debug line of the AT driver of an ESP8266 (mark: command, expects, matches, line, event, timeout, aborted; message;
     * error: what the module refused with, busy-sending, busy-processing, already-connected ...)
     */
    AT_DRIVER,
    /** A line of a user's own firmware (row: as its description calls the line; its placeholders) */
    OWN,
    /** An operation whose progress text was printed and whose result never came (operation, topic) */
    UNFINISHED,
    /** Anything else; its bytes are kept in text (bytes: one character a byte) */
    UNRECOGNISED;

    /** Lower case with hyphens, as printed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind of this {@link #word()}.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ClaimKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
