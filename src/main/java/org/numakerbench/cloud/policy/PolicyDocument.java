package org.numakerbench.cloud.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.cloud.policy.Decision.Answer;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.Nearest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An AWS IoT policy as attached to a certificate. Default deny; a matching Deny wins over every Allow. */
public final class PolicyDocument {
    /** Without white space (AWS General Reference, AWS IoT Core quotas). */
    public static final int MOST_CHARACTERS = 2048;

    private static final List<String> ACTIONS = List.of(
            "iot:Connect",
            "iot:Publish",
            "iot:Receive",
            "iot:RetainPublish",
            "iot:Subscribe",
            "iot:GetThingShadow",
            "iot:UpdateThingShadow",
            "iot:DeleteThingShadow",
            "iot:ListNamedShadowsForThing",
            "iot:GetRetainedMessage",
            "iot:ListRetainedMessages");
    private static final Set<String> STATEMENT_KEYS =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");
    private static final Pattern ARN = Pattern.compile("arn:(aws[a-z-]*):iot:([a-z0-9-]+):([0-9]{12}):.*");

    private final List<PolicyStatement> statements;
    private final List<String> warnings;

    private PolicyDocument(List<PolicyStatement> statements, List<String> warnings) {
        this.statements = List.copyOf(statements);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads a document.
     *
     * @throws PolicyException when AWS IoT would not take it
     */
    public static PolicyDocument parse(String json) throws PolicyException {
        JsonNode root;
        try {
            root = JsonText.MAPPER.readTree(json);
        } catch (JacksonException broken) {
            throw new PolicyException(
                    broken.getLocation() == null
                            ? "/"
                            : "line " + broken.getLocation().getLineNr(),
                    "not JSON (" + broken.getOriginalMessage() + ")",
                    "see the policy examples of AWS IoT");
        }
        if (!root.isObject()) {
            throw new PolicyException("/", "not a JSON object", "begin with {\"Version\": \"2012-10-17\", ...");
        }
        String version = root.path("Version").asString("");
        if (!Set.of("2012-10-17", "2008-10-17").contains(version)) {
            throw new PolicyException("/Version", version.isEmpty() ? "missing" : version, "write \"2012-10-17\"");
        }
        JsonNode statement = root.path("Statement");
        if (!statement.isArray() && !statement.isObject()) {
            throw new PolicyException("/Statement", "missing", "give an array of statements");
        }
        List<String> warnings = new ArrayList<>();
        List<PolicyStatement> statements = new ArrayList<>();
        if (statement.isObject()) {
            statements.add(statement(statement, "/Statement", warnings));
        } else {
            for (int i = 0; i < statement.size(); i++) {
                statements.add(statement(statement.get(i), "/Statement/" + i, warnings));
            }
        }
        if (json.contains("${") && version.equals("2008-10-17")) {
            warnings.add("/Version: variables are plain text in version 2008-10-17; write \"2012-10-17\"");
        }
        int length = root.toString().replaceAll("\\s", "").length();
        if (length > MOST_CHARACTERS) {
            warnings.add("/: " + length + " characters without white space; AWS IoT takes " + MOST_CHARACTERS
                    + ": split it into several policies");
        }
        return new PolicyDocument(statements, warnings);
    }

    private static PolicyStatement statement(JsonNode node, String where, List<String> warnings)
            throws PolicyException {
        if (!node.isObject()) {
            throw new PolicyException(where, "not an object", "give Effect, Action and Resource");
        }
        for (String key : node.propertyNames()) {
            if (!STATEMENT_KEYS.contains(key)) {
                String near = Nearest.to(key, List.copyOf(STATEMENT_KEYS))
                        .map(it -> "did you mean " + it + "?")
                        .orElse("known are " + String.join(", ", new TreeSet<>(STATEMENT_KEYS)));
                throw new PolicyException(where + "/" + key, "unknown key", near);
            }
        }
        String effect = node.path("Effect").asString("");
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new PolicyException(
                    where + "/Effect", effect.isEmpty() ? "missing" : effect, "write \"Allow\" or \"Deny\"");
        }
        boolean notActions = node.has("NotAction");
        List<String> actions = texts(node, notActions ? "NotAction" : "Action", where);
        boolean notResources = node.has("NotResource");
        List<String> resources = texts(node, notResources ? "NotResource" : "Resource", where);
        actions.forEach(action -> known(action, where, warnings));
        neverMatching(notActions ? List.of("*") : actions, resources, where, warnings);
        return new PolicyStatement(
                effect.equals("Allow"), notActions, actions, notResources, resources, conditions(node, where));
    }

    private static List<String> texts(JsonNode node, String key, String where) throws PolicyException {
        JsonNode value = node.path(key);
        List<String> texts = new ArrayList<>();
        if (value.isString()) {
            texts.add(value.stringValue());
        } else {
            for (JsonNode each : value) {
                if (!each.isString()) {
                    throw new PolicyException(where + "/" + key, "not text", "give a string or an array of strings");
                }
                texts.add(each.stringValue());
            }
        }
        if (texts.isEmpty()) {
            throw new PolicyException(where + "/" + key, "missing", "give a string or an array of strings");
        }
        return texts;
    }

    private static Map<String, Map<String, List<String>>> conditions(JsonNode node, String where)
            throws PolicyException {
        Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> operator : node.path("Condition").properties()) {
            Map<String, List<String>> operands = new LinkedHashMap<>();
            for (String key : operator.getValue().propertyNames()) {
                JsonNode value = operator.getValue().get(key);
                operands.put(
                        key,
                        value.isArray()
                                ? value.valueStream().map(it -> it.asString("")).toList()
                                : List.of(value.asString("")));
            }
            conditions.put(operator.getKey(), operands);
        }
        return conditions;
    }

    private static void known(String action, String where, List<String> warnings) {
        boolean any = ACTIONS.stream()
                .anyMatch(it -> Boolean.TRUE.equals(ResourcePattern.matches(
                        action.toLowerCase(Locale.ROOT), it.toLowerCase(Locale.ROOT), PolicyVariables.NONE)));
        if (!any) {
            warnings.add(where + ": " + action + " is no action of the data plane"
                    + Nearest.to(action, ACTIONS)
                            .map(it -> "; did you mean " + it + "?")
                            .orElse(""));
        }
    }

    /** Such a statement looks as if it allowed, or worse, denied something. */
    private static void neverMatching(
            List<String> actions, List<String> resources, String where, List<String> warnings) {
        for (String resource : resources) {
            String why = ImpossibleResource.why(resource, actions);
            if (why != null) {
                warnings.add(where + ": " + String.join(", ", actions) + " on " + resource + " never matches: " + why);
            }
        }
    }

    /** What AWS would take and a person should look at, each with its place. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * What it says of one need, in the region and account that its own resources name.
     *
     * @param region instead of that, if present
     * @param account likewise
     */
    public Decision decide(Need need, Optional<String> region, Optional<String> account) {
        Matcher own = statements.stream()
                .flatMap(it -> it.resources().stream())
                .map(ARN::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElse(null);
        String place = region.orElse(own == null ? "us-east-1" : own.group(2)) + ":"
                + account.orElse(own == null ? "123456789012" : own.group(3));
        String arn = "arn:" + (own == null ? "aws" : own.group(1)) + ":iot:" + place + ":" + need.resource();
        boolean real = own != null || region.isPresent() && account.isPresent();
        Decision allowed = null;
        Decision unsure = null;
        Decision denied = null;
        for (int i = 0; i < statements.size(); i++) {
            PolicyStatement statement = statements.get(i);
            Optional<Boolean> matches = statement.matches(arn, need);
            String which = "statement " + (i + 1);
            if (matches.isEmpty()) {
                Decision depends = new Decision(
                        Answer.CANNOT_TELL, which + " depends on what AWS knows (a variable, a condition)");
                if (statement.allow()) {
                    unsure = depends;
                } else {
                    denied = depends;
                }
            } else if (matches.get() && !statement.allow()) {
                return new Decision(Answer.FORBIDDEN, which + " denies it");
            } else if (matches.get() && allowed == null) {
                allowed = new Decision(Answer.ALLOWED, which + " allows it");
            }
        }
        if (denied != null && (allowed != null || unsure != null)) {
            return denied;
        }
        if (allowed != null || unsure != null) {
            return allowed != null ? allowed : unsure;
        }
        return new Decision(
                Answer.FORBIDDEN, "no statement allows " + need.action() + " on " + (real ? arn : need.resource()));
    }
}
