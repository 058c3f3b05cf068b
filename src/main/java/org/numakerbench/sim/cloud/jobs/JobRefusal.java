package org.numakerbench.sim.cloud.jobs;

import org.jspecify.annotations.Nullable;

/** A request that the jobs service refuses (Developer Guide, "Jobs device MQTT API", {@code RejectedErrorCode}). */
final class JobRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient @Nullable JobExecution execution;

    /** @param execution whose state goes with the answer, or null */
    JobRefusal(String code, String message, @Nullable JobExecution execution) {
        super(message, null, false, false);
        this.code = code;
        this.execution = execution;
    }

    static JobRefusal invalid(String message) {
        return new JobRefusal("InvalidRequest", message, null);
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    @Nullable
    JobExecution execution() {
        return execution;
    }
}
