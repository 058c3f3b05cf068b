package org.numakerbench.cloud.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text of a policy: asked, and written. */
final class ResourcePattern {
    private ResourcePattern() {}

    /** Whether {@code text} matches; null when a variable decides whose value AWS alone knows. */
    static @Nullable Boolean matches(String pattern, String text, PolicyVariables variables) {
        return Glob.of(pattern, variables).matches(text);
    }

    /** Whether any of the patterns matches; null when that depends on such a variable. */
    static @Nullable Boolean anyMatches(List<String> patterns, String text, PolicyVariables variables) {
        boolean unsure = false;
        for (String pattern : patterns) {
            Boolean matches = matches(pattern, text, variables);
            if (Boolean.TRUE.equals(matches)) {
                return true;
            }
            unsure |= matches == null;
        }
        return unsure ? null : Boolean.FALSE;
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
