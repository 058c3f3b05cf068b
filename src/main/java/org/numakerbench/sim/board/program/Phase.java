package org.numakerbench.sim.board.program;

import java.util.List;
import org.numakerbench.firmware.Identity;

/**
 * One phase of the MQTT test.
 *
 * @param name as faults name it
 * @param title as the firmware prints it
 * @param payload text to publish, may be empty
 */
record Phase(String name, String title, List<String> filters, String topic, String payload) {
    static final String UPDATE = "shadow-update";
    static final String DELETE = "shadow-delete";
    static final String SHADOW_STATE = "{ \"state\": { \"reported\": { \"attribute1\": 3, \"attribute2\": \"1\" } } }";
    static final String USER_MESSAGE = "{ \"message\": \"Hello from Nuvoton Mbed device\" }";

    /** The four phases, in order. */
    static List<Phase> all(Identity identity) {
        return List.of(
                new Phase("user", "user topic", List.of(identity.userFilter()), identity.userTopic(), USER_MESSAGE),
                shadow(identity, UPDATE, "UpdateThingShadow topic", "update", SHADOW_STATE),
                shadow(identity, "shadow-get", "GetThingShadow topic", "get", ""),
                shadow(identity, DELETE, "DeleteThingShadow topic", "delete", ""));
    }

    static String shadowTopic(Identity identity, String operation) {
        return "$aws/things/" + identity.thing() + "/shadow/" + operation;
    }

    private static Phase shadow(Identity identity, String name, String title, String operation, String payload) {
        String topic = shadowTopic(identity, operation);
        return new Phase(name, title, List.of(topic + "/accepted", topic + "/rejected"), topic, payload);
    }
}
