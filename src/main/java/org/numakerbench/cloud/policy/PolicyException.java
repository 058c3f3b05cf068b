package org.numakerbench.cloud.policy;

/** A document is no AWS IoT policy: where, what is wrong, what would be right. */
public final class PolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    PolicyException(String where, String wrong, String right) {
        super(where + ": " + wrong + "; " + right);
    }
}
