package org.numakerbench.cloud.policy;

/**
 * What a policy says of one need.
 *
 * @param why the statement that decides, or that none does
 */
public record Decision(Answer answer, String why) {
    /** Three answers: a condition may depend on what only AWS knows. */
    public enum Answer {
        ALLOWED,
        FORBIDDEN,
        CANNOT_TELL
    }
}
