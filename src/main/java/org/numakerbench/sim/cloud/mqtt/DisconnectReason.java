package org.numakerbench.sim.cloud.mqtt;

/** Why a connection ended, in the words of AWS IoT's lifecycle events. */
public enum DisconnectReason {
    /** Authorization failed. */
    AUTH_ERROR,
    /** A DISCONNECT packet came. */
    CLIENT_INITIATED_DISCONNECT,
    /** A protocol fault, a limit exceeded, a second CONNECT. */
    CLIENT_ERROR,
    /** The socket went away without DISCONNECT. */
    CONNECTION_LOST,
    /** Another connection came with the same client ID. */
    DUPLICATE_CLIENTID,
    /** Nothing came for 1.5 times the keep-alive time. */
    MQTT_KEEP_ALIVE_TIMEOUT,
    /** The service ended it for a reason of its own. */
    SERVER_INITIATED_DISCONNECT
}
