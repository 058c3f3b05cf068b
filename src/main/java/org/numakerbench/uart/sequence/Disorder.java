package org.numakerbench.uart.sequence;

import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;

/**
 * Where the wire leaves the sequence.
 *
 * @param trouble what is wrong there
 * @param kind of the claim, or of the claim whose line it is; null for an empty line between claims
 * @param whole false for a single line of a claim that has several, and for an empty line
 * @param step name of the step, by the sequence
 * @param what the line, as it begins; empty for an empty line
 * @param line where it stands; for a missing one, the line behind which it should stand; 0 before the first
 */
public record Disorder(Trouble trouble, @Nullable ClaimKind kind, boolean whole, String step, String what, int line) {
    /** What can be wrong with a line's place. */
    public enum Trouble {
        /** It had to come and did not. */
        MISSING,
        /** It came again at once. */
        TWICE,
        /** It came, but not where it should. */
        MISPLACED,
        /** It came where it does not belong. */
        UNEXPECTED,
        /** It came damaged. */
        DAMAGED,
        /** Another line of the block stands where it should. */
        CHANGED,
        /** No disorder: the whole sequence begins anew with this line. */
        AGAIN
    }

    /** True when this had to come and cannot be read. */
    public boolean lost() {
        return trouble == Trouble.MISSING || trouble == Trouble.DAMAGED;
    }

    /** An empty line. */
    public boolean empty() {
        return what.isEmpty();
    }

    /** In words, for a person. */
    public String words() {
        String name = empty() ? "an empty line" : "\"" + what + "\"";
        return switch (trouble) {
            case MISSING -> name + " is missing behind line " + line;
            case TWICE -> "line " + line + " has " + name + " twice";
            case MISPLACED -> "line " + line + " has " + name + " in another place than the firmware prints it";
            case UNEXPECTED -> "line " + line + " has " + name + ", which the firmware does not print there";
            case CHANGED -> "line " + line + " should begin with " + name;
            case DAMAGED -> "line " + line + " is what is left of " + name;
            case AGAIN -> "line " + line + " begins the tests again";
        };
    }
}
