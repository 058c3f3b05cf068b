package org.numakerbench.sim.cloud.mqtt;

/** Why a connection ended, in the words of AWS IoT's lifecycle events, and the code a client of MQTT 5 gets with it. */
public enum DisconnectReason {
    /** Authorization failed. */
    AUTH_ERROR(ReasonCode.NOT_AUTHORIZED),
    /** A DISCONNECT packet came; nothing is answered. */
    CLIENT_INITIATED_DISCONNECT(ReasonCode.SUCCESS),
    /** A protocol fault, a limit exceeded, a second CONNECT. */
    CLIENT_ERROR(ReasonCode.PROTOCOL_ERROR),
    /** The socket went away without DISCONNECT; nobody is there to be answered. */
    CONNECTION_LOST(ReasonCode.SUCCESS),
    /** Another connection came with the same client ID. */
    DUPLICATE_CLIENTID(ReasonCode.SESSION_TAKEN_OVER),
    /** Nothing came for 1.5 times the keep-alive time. */
    MQTT_KEEP_ALIVE_TIMEOUT(ReasonCode.KEEP_ALIVE_TIMEOUT),
    /** The service ended it for a reason of its own. */
    SERVER_INITIATED_DISCONNECT(ReasonCode.SERVER_SHUTTING_DOWN);

    private final ReasonCode code;

    DisconnectReason(ReasonCode code) {
        this.code = code;
    }

    /** What the server's DISCONNECT says, unless something more specific is known. */
    ReasonCode code() {
        return code;
    }
}
