package org.numakerbench.sim.cloud.shadow;

/** A request that the service refuses. Codes and texts: Developer Guide, "Device Shadow error messages". */
final class ShadowError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    private ShadowError(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    static ShadowError badRequest(String text) {
        return new ShadowError(400, text);
    }

    static ShadowError notFound(ShadowName name) {
        return new ShadowError(404, "No shadow exists with name: '" + name.spoken() + "'");
    }

    static ShadowError unknownThing() {
        return new ShadowError(404, "Thing not found");
    }

    static ShadowError versionConflict() {
        return new ShadowError(409, "Version conflict");
    }

    static ShadowError tooLarge() {
        return new ShadowError(413, "The payload exceeds the maximum size allowed");
    }

    static ShadowError notUtf8() {
        return new ShadowError(415, "Unsupported documented encoding; supported encoding is UTF-8");
    }

    /** Not AWS's: this process keeps them in its memory. */
    static ShadowError noRoom(long limitBytes) {
        return new ShadowError(
                500,
                "Internal service failure: no room for more shadows, they have " + limitBytes + " bytes (java -Xmx)");
    }
}
