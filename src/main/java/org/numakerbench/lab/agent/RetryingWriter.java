package org.numakerbench.lab.agent;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedRunnable;
import java.time.Duration;
import java.util.function.Consumer;
import org.numakerbench.lab.LabException;

/** Writes what must not be lost, through outages of the lab's database. */
final class RetryingWriter {
    /** Longer, and the run counts as interrupted; its evidence is kept in its directory. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final RetryPolicy<Object> policy;

    /** @param remark told once an outage that something waits for the database */
    RetryingWriter(Consumer<String> remark) {
        policy = RetryPolicy.builder()
                .handle(LabException.class)
                .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(5))
                .withMaxDuration(LONGEST)
                .withMaxRetries(-1)
                .onRetry(event -> {
                    if (event.getAttemptCount() == 1) {
                        remark.accept("a result waits for the lab's database");
                    }
                })
                .build();
    }

    /** @throws LabException when the database stays away */
    void write(CheckedRunnable work) throws LabException {
        try {
            Failsafe.with(policy).run(work);
        } catch (FailsafeException failure) {
            if (failure.getCause() instanceof LabException away) {
                throw away;
            }
            if (failure.getCause() instanceof InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new LabException("the result was not written: the agent ended", stopped);
            }
            throw failure;
        }
    }
}
