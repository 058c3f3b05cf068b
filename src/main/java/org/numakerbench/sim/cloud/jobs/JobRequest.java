package org.numakerbench.sim.cloud.jobs;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.cloud.jobs.JobExecution.Status;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The document of a request, and what stands in it; names are AWS's. */
record JobRequest(ObjectNode root) {
    private static final JsonMapper JSON = new JsonMapper();

    /** An empty payload is an empty document. */
    static JobRequest parse(byte[] payload) throws JobRefusal {
        if (payload.length == 0) {
            return new JobRequest(JsonNodeFactory.instance.objectNode());
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return new JobRequest(object);
            }
        } catch (CharacterCodingException | JacksonException e) {
            throw notJson();
        }
        throw notJson();
    }

    private static JobRefusal notJson() {
        return new JobRefusal(
                "InvalidJson",
                "The contents of the request could not be interpreted as valid UTF-8-encoded JSON.",
                null);
    }

    /** Echoed in every answer, or null. */
    @Nullable
    String clientToken() {
        JsonNode token = root.get("clientToken");
        return token != null && token.isString() ? token.stringValue() : null;
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode flag = root.get(name);
        return flag == null || flag.isNull() ? otherwise : flag.asBoolean(otherwise);
    }

    /** What the device sets; AWS itself queues, cancels and times out. */
    Status status() throws JobRefusal {
        return switch (root.path("status").asString("")) {
            case "IN_PROGRESS" -> Status.IN_PROGRESS;
            case "SUCCEEDED" -> Status.SUCCEEDED;
            case "FAILED" -> Status.FAILED;
            case "REJECTED" -> Status.REJECTED;
            default -> throw JobRefusal.invalid("status must be IN_PROGRESS, SUCCEEDED, FAILED or REJECTED");
        };
    }

    /** Null when there are none. */
    @Nullable
    Map<String, String> statusDetails() throws JobRefusal {
        JsonNode details = root.get("statusDetails");
        if (details == null || details.isNull()) {
            return null;
        }
        if (!(details instanceof ObjectNode object)) {
            throw JobRefusal.invalid("statusDetails must be an object");
        }
        Map<String, String> all = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            String value = each.getValue().isString() ? each.getValue().stringValue() : "";
            if (!each.getKey().matches("[a-zA-Z0-9:_-]{1,128}") || value.isEmpty() || value.length() > 1024) {
                throw JobRefusal.invalid("statusDetails: a name has 1 to 128 of a-zA-Z0-9:_-, a value is a text of 1 to"
                        + " 1024 characters; wrong is " + each.getKey());
            }
            all.put(each.getKey(), value);
        }
        return all;
    }

    /** A number, or the text of one, as older SDKs for C send it; null when there is none. */
    @Nullable
    Long number(String name) throws JobRefusal {
        JsonNode node = root.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        String text = node.isString() ? node.stringValue() : node.toString();
        if (!text.matches("[0-9]{1,18}")) {
            throw JobRefusal.invalid(name + " must be a number");
        }
        return Long.valueOf(text);
    }
}
