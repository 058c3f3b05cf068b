package org.numakerbench.uart.sequence;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;

/**
 * What stands at a place of the sequence.
 *
 * @param kind of the claim; null for a line of a block and for an empty line
 * @param says ok, for a result, good or bad; -, for what claims neither; null when that does not matter
 * @param text how it begins, or, behind a *, what is in it; empty for an empty line when there is no kind
 * @param fields each with the end of its value
 * @param step it belongs to
 */
record Sign(@Nullable ClaimKind kind, @Nullable String says, String text, Map<String, String> fields, String step) {
    /** It is not this. */
    static final int OTHER = -1;

    /** A claim of the kind that differs in what other rules look at. */
    static final int ALIKE = 700;

    /** The right claim, which by what was said before it belongs to another step: a line that tells the step was lost. */
    private static final int OTHER_STEP = 200;

    private static final int DAMAGED = 100;

    /** Any line. */
    static final String ANY = "...";

    boolean empty() {
        return kind == null && text.isEmpty();
    }

    /** What it costs to take {@code seen} for this; {@link #OTHER} when it cannot be. */
    int cost(Seen seen) {
        if (text.equals(ANY)) {
            return 0;
        }
        if (empty() || seen.empty()) {
            return empty() && seen.empty() ? 0 : OTHER;
        }
        if (kind != seen.kind()) {
            return OTHER;
        }
        if (seen.loose()) {
            return DAMAGED;
        }
        if (!saysSo(seen) || !hasText(seen.text()) || !hasFields(seen)) {
            return ALIKE;
        }
        return seen.step() == null || step.isEmpty() || step.equals(seen.step()) ? 0 : OTHER_STEP;
    }

    private boolean saysSo(Seen seen) {
        // A failure stands where success would have.
        return says == null || (says.equals("-") ? seen.ok() == null : seen.failed() || Boolean.TRUE.equals(seen.ok()));
    }

    /** The line begins so, or has it within. */
    boolean hasText(String line) {
        return text.startsWith("*") && text.length() > 1 && !text.startsWith("**")
                ? line.contains(text.substring(1))
                : line.startsWith(text);
    }

    private boolean hasFields(Seen seen) {
        return fields.entrySet().stream()
                .allMatch(it -> String.valueOf(seen.fields().get(it.getKey())).endsWith(it.getValue()));
    }
}
