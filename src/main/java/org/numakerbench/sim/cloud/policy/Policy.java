package org.numakerbench.sim.cloud.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An AWS IoT policy. Default deny; a matching Deny wins over every Allow. */
public final class Policy {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * The example policy of Nuvoton's firmware: any client ID, every topic, every filter, every thing; no
     * {@code iot:RetainPublish}, no {@code iot:ListNamedShadowsForThing}.
     */
    public static final String EXAMPLE = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": "iot:Connect",
                  "Resource": "arn:aws:iot:us-east-1:123456789012:client/*"
                },
                {
                  "Effect": "Allow",
                  "Action": ["iot:Publish", "iot:Receive"],
                  "Resource": "arn:aws:iot:us-east-1:123456789012:topic/*"
                },
                {
                  "Effect": "Allow",
                  "Action": "iot:Subscribe",
                  "Resource": "arn:aws:iot:us-east-1:123456789012:topicfilter/*"
                },
                {
                  "Effect": "Allow",
                  "Action": ["iot:GetThingShadow", "iot:UpdateThingShadow", "iot:DeleteThingShadow"],
                  "Resource": "arn:aws:iot:us-east-1:123456789012:thing/*"
                }
              ]
            }
            """;

    private final List<Statement> statements;

    private Policy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a policy document.
     *
     * @throws PolicyException saying what is wrong with it
     */
    public static Policy parse(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new PolicyException("not JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.isObject()) {
            throw new PolicyException("a policy must be a JSON object");
        }
        String version = root.path("Version").asString("2008-10-17");
        if (!version.equals("2012-10-17") && !version.equals("2008-10-17")) {
            throw new PolicyException("Version: unknown version " + version + "; use 2012-10-17");
        }
        boolean variables = version.equals("2012-10-17");
        JsonNode written = root.path("Statement");
        List<Statement> statements = new ArrayList<>();
        if (written.isObject()) {
            statements.add(statement(written, variables));
        } else if (written.isArray() && !written.isEmpty()) {
            written.forEach(statement -> statements.add(statement(statement, variables)));
        } else {
            throw new PolicyException("Statement: must be an object or a non-empty array");
        }
        return new Policy(statements);
    }

    /** Whether this policy, alone, lets the request through. */
    public boolean allows(AccessRequest request) {
        return allow(List.of(this), request);
    }

    /** Whether policies together let the request through. */
    static boolean allow(List<Policy> policies, AccessRequest request) {
        boolean allowed = false;
        for (Policy policy : policies) {
            for (Statement statement : policy.statements) {
                if (statement.matches(request)) {
                    if (!statement.allow()) {
                        return false;
                    }
                    allowed = true;
                }
            }
        }
        return allowed;
    }

    private static Statement statement(JsonNode node, boolean variables) {
        String effect = node.path("Effect").asString("");
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new PolicyException("Effect: must be Allow or Deny");
        }
        boolean notActions = node.has("NotAction");
        boolean notResources = node.has("NotResource");
        if (notActions == node.has("Action")) {
            throw new PolicyException("a statement needs one of Action and NotAction");
        }
        if (notResources == node.has("Resource")) {
            throw new PolicyException("a statement needs one of Resource and NotResource");
        }
        String action = notActions ? "NotAction" : "Action";
        String resource = notResources ? "NotResource" : "Resource";
        return new Statement(
                effect.equals("Allow"),
                texts(action, node.get(action)).stream()
                        .map(TextPattern::ofAction)
                        .toList(),
                notActions,
                texts(resource, node.get(resource)),
                notResources,
                conditions(node.get("Condition")),
                variables);
    }

    private static List<Condition> conditions(@Nullable JsonNode node) {
        List<Condition> conditions = new ArrayList<>();
        if (node != null) {
            for (Map.Entry<String, JsonNode> operator : node.properties()) {
                for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                    conditions.add(Condition.of(operator.getKey(), key.getKey(), texts(key.getKey(), key.getValue())));
                }
            }
        }
        return List.copyOf(conditions);
    }

    private static List<String> texts(String what, JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> texts.add(element.asString("")));
        } else if (node.isValueNode()) {
            texts.add(node.asString(""));
        }
        if (texts.isEmpty()) {
            throw new PolicyException(what + ": must be a text or a non-empty array of texts");
        }
        return List.copyOf(texts);
    }
}
