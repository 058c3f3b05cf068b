package org.numakerbench.model;

import java.util.Locale;

/** A request to the device shadow service (AWS IoT Developer Guide, "Device Shadow MQTT topics", "REST API"). */
public enum ShadowOperation {
    UPDATE("POST"),
    GET("GET"),
    DELETE("DELETE");

    private final String method;
    private final String word = name().toLowerCase(Locale.ROOT);

    ShadowOperation(String method) {
        this.method = method;
    }

    /** Lower case, as in topics: {@code update}. */
    public String word() {
        return word;
    }

    /** The HTTP method of the RESTful request. */
    public String method() {
        return method;
    }

    /** The topic of the request; its answers come on {@code accepted} and {@code rejected} below it. */
    public String topic(String thing) {
        return "$aws/things/" + thing + "/shadow/" + word;
    }
}
