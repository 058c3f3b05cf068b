package org.numakerbench.sim.board.program;

import java.util.List;
import org.numakerbench.firmware.Identity;

/**
 * One step of the HTTPS test.
 *
 * @param name as faults name it
 * @param opening first line; the firmware's spelling is irregular
 * @param closing last line without its {@code  OK}
 * @param body may be empty
 */
record HttpsStep(String name, String opening, String closing, String method, String path, String body) {
    static final String UPDATE_REST = "shadow-update-rest";
    static final String GET_REST = "shadow-get-rest";
    static final String DELETE_REST = "shadow-delete-rest";

    /** What the RESTful update sends, as main.cpp has it. */
    static final String BOTH_STATES = "{ \"state\": { \"desired\": { \"attribute1\": 1, \"attribute2\": \"2\" }, "
            + "\"reported\": { \"attribute1\": 2, \"attribute2\": \"1\" } } }";

    /** The seven steps, in order. */
    static List<HttpsStep> all(Identity identity) {
        String thing = "/things/" + identity.thing() + "/shadow";
        String topic = "/topics/$aws" + thing;
        return List.of(
                new HttpsStep(
                        "user-publish",
                        "Publishing to user topic through HTTPS/POST",
                        "Publishes to user topic through HTTPS/POST",
                        "POST",
                        "/topics/" + identity.userTopic() + "?qos=1",
                        Phase.USER_MESSAGE),
                new HttpsStep(
                        "shadow-update-topic",
                        "Updating thing shadow by publishing to Update Thing Shadow topic through HTTPS/POST",
                        "Update thing shadow by publishing to Update Thing Shadow topic through HTTPS/POST",
                        "POST",
                        topic + "/update?qos=1",
                        Phase.SHADOW_STATE),
                byTopic("get", "Getting", "Get", topic),
                byTopic("delete", "Deleting", "Delete", topic),
                restful(UPDATE_REST, "Updating", "Update", "POST", thing, BOTH_STATES),
                restful(GET_REST, "Getting", "Get", "GET", thing, ""),
                restful(DELETE_REST, "Deleting", "Delete", "DELETE", thing, ""));
    }

    private static HttpsStep byTopic(String operation, String doing, String done, String topic) {
        String rest = " thing shadow by publishing to " + done + "ThingShadow topic through HTTPS/POST";
        return new HttpsStep(
                "shadow-" + operation + "-topic",
                doing + rest,
                done + rest,
                "POST",
                topic + "/" + operation + "?qos=1",
                "");
    }

    private static HttpsStep restful(String name, String doing, String done, String method, String path, String body) {
        String rest = " thing shadow RESTfully through HTTPS/" + method;
        return new HttpsStep(name, doing + rest, done + rest, method, path, body);
    }

    /** The request as the firmware writes it into its buffer. */
    String request(String host, String withBody) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + withBody.length()
                + "\r\n\r\n" + withBody;
    }

    HttpsStep withBody(String other) {
        return new HttpsStep(name, opening, closing, method, path, other);
    }
}
