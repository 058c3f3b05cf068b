package org.numakerbench.cloud.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Text of a policy with wildcards and variables. {@code *} is any run of characters, slashes included, {@code ?} is one;
 * MQTT's own wildcards are plain characters here. A variable's value is matched literally.
 */
final class ResourcePattern {
    private ResourcePattern() {}

    /** Whether {@code text} matches; empty when a variable has no value, so that the statement cannot match. */
    static Optional<Boolean> matches(String pattern, String text, Map<String, String> attributes) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int end = c == '$' && pattern.startsWith("${", i) ? pattern.indexOf('}', i) : -1;
            if (end > 0) {
                String name = pattern.substring(i + 2, end);
                String value = name.length() == 1 && "*?$".contains(name)
                        ? name
                        : attributes.get(name.toLowerCase(Locale.ROOT));
                if (value == null) {
                    return Optional.empty();
                }
                regex.append(Pattern.quote(value));
                i = end;
            } else if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Optional.of(
                Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches());
    }

    /** {@code text} so that a policy takes it literally. */
    static String literally(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean special = c == '*' || c == '?' || c == '$' && text.startsWith("${", i);
            escaped.append(special ? "${" + c + "}" : String.valueOf(c));
        }
        return escaped.toString();
    }
}
