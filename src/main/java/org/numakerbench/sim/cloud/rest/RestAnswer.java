package org.numakerbench.sim.cloud.rest;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer of the HTTPS data plane.
 *
 * @param status HTTP status
 * @param errorType value of {@code x-amzn-errortype}, or null for a success
 * @param requestId value of {@code x-amzn-requestid}, also the trace ID in error bodies
 * @param body JSON
 * @param why what is wrong with the request; empty when nothing is
 * @param remedy what would make it work, if that is known
 */
record RestAnswer(int status, @Nullable String errorType, String requestId, byte[] body, String why, String remedy) {
    static RestAnswer success(ObjectNode body) {
        return new RestAnswer(200, null, UUID.randomUUID().toString(), bytes(body), "", "");
    }

    /** The answer to a publish: the message was taken, which says nothing of what became of it. */
    static RestAnswer taken() {
        String id = UUID.randomUUID().toString();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return new RestAnswer(200, null, id, bytes(body.put("message", "OK").put("traceId", id)), "", "");
    }

    /** A policy that does not allow an action: AWS says no more than that; the user of this one is told which. */
    static RestAnswer forbidden(String action, String resource) {
        String missing = action + " on " + resource;
        return error(
                403,
                "Forbidden",
                "the policy does not allow " + missing,
                "allow " + missing + " in the policy of this certificate");
    }

    /** An error as the API reference words it. */
    static RestAnswer error(int status, String message) {
        return error(status, message, message, "");
    }

    /**
     * An error as the API reference words it.
     *
     * @param why what is wrong, for the user of the local AWS IoT
     * @param remedy what would make it work
     */
    static RestAnswer error(int status, String message, String why, String remedy) {
        String id = UUID.randomUUID().toString();
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("message", message).put("traceId", id);
        return new RestAnswer(status, type(status), id, bytes(body), why, remedy);
    }

    private static String type(int status) {
        return switch (status) {
            case 400 -> "InvalidRequestException";
            case 401 -> "UnauthorizedException";
            case 403 -> "ForbiddenException";
            case 404 -> "ResourceNotFoundException";
            case 405 -> "MethodNotAllowedException";
            case 409 -> "ConflictException";
            case 413 -> "RequestEntityTooLargeException";
            case 415 -> "UnsupportedDocumentEncodingException";
            case 429 -> "ThrottlingException";
            case 503 -> "ServiceUnavailableException";
            default -> "InternalFailureException";
        };
    }

    private static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
