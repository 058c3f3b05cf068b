package org.numakerbench.cloud.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One statement.
 *
 * @param allow true for {@code Allow}, false for {@code Deny}
 * @param notActions whether {@code actions} are those it is not about
 * @param notResources likewise
 * @param conditions operator to key to values; all must hold
 */
record PolicyStatement(
        boolean allow,
        boolean notActions,
        List<String> actions,
        boolean notResources,
        List<String> resources,
        Map<String, Map<String, List<String>>> conditions) {

    /** Empty: it depends on what only AWS knows. */
    Optional<Boolean> matches(String arn, Need need) {
        String action = need.action().toLowerCase(Locale.ROOT);
        PolicyVariables variables = PolicyVariables.of(need);
        List<String> lower =
                actions.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList();
        boolean about = Boolean.TRUE.equals(ResourcePattern.anyMatches(lower, action, PolicyVariables.NONE));
        Boolean on = ResourcePattern.anyMatches(resources, arn, variables);
        if (about == notActions || on != null && on == notResources) {
            return Optional.of(false);
        }
        boolean unsure = on == null;
        for (Map.Entry<String, Map<String, List<String>>> condition : conditions.entrySet()) {
            for (Map.Entry<String, List<String>> operand : condition.getValue().entrySet()) {
                Optional<Boolean> holds = holds(condition.getKey(), operand.getKey(), operand.getValue(), need);
                if (holds.isPresent() && !holds.get()) {
                    return holds;
                }
                unsure |= holds.isEmpty();
            }
        }
        return unsure ? Optional.empty() : Optional.of(true);
    }

    private static Optional<Boolean> holds(String operator, String key, List<String> values, Need need) {
        String name = key.toLowerCase(Locale.ROOT);
        if (name.equals("iot:connectattributes")) {
            // The firmware and the witness connect with a clean session and without a will: the set is empty.
            return operator.startsWith("ForAllValues:")
                    ? Optional.of(true)
                    : operator.startsWith("ForAnyValue:") ? Optional.of(false) : Optional.empty();
        }
        String value = need.attributes().get(name);
        if (value == null) {
            // aws:SourceIp, certificate fields and the like: AWS knows them, the bench does not.
            return Optional.empty();
        }
        if (!operator.equals("StringLike") && values.stream().anyMatch(it -> it.contains("${"))) {
            return Optional.empty();
        }
        return switch (operator) {
            case "StringEquals" -> Optional.of(values.contains(value));
            case "StringNotEquals" -> Optional.of(!values.contains(value));
            case "StringEqualsIgnoreCase" -> Optional.of(values.stream().anyMatch(value::equalsIgnoreCase));
            case "StringLike" ->
                Optional.ofNullable(ResourcePattern.anyMatches(values, value, PolicyVariables.of(need)));
            case "Bool" -> Optional.of(values.stream().anyMatch(value::equalsIgnoreCase));
            default -> Optional.empty();
        };
    }
}
