package org.numakerbench.sim.cloud.policy;

/** A policy document that AWS would not take, or that uses what the local AWS IoT does not know. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyException(String message) {
        super(message);
    }

    PolicyException(String message, Throwable cause) {
        super(message, cause);
    }
}
