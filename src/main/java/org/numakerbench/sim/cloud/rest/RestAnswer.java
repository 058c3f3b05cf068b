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
 */
record RestAnswer(int status, @Nullable String errorType, String requestId, byte[] body) {
    static RestAnswer success(ObjectNode body) {
        return new RestAnswer(200, null, UUID.randomUUID().toString(), bytes(body));
    }

    /** The answer to a publish: the message was taken, which says nothing of what became of it. */
    static RestAnswer taken() {
        String id = UUID.randomUUID().toString();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return new RestAnswer(200, null, id, bytes(body.put("message", "OK").put("traceId", id)));
    }

    /** An error as the API reference words it. */
    static RestAnswer error(int status, String message) {
        String id = UUID.randomUUID().toString();
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("message", message).put("traceId", id);
        return new RestAnswer(status, type(status), id, bytes(body));
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
