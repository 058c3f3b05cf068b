package org.numakerbench.lab.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.history.RunHistory;
import org.numakerbench.lab.store.Attempts;
import org.numakerbench.run.Interrupted;
import org.numakerbench.run.RunRecord;
import org.numakerbench.run.RunReporter;

/** Gives runs that were cut off their end and their reports: at once, or when there is room for them. */
final class InterruptedRunRecovery {
    private final Path out;
    private final RunHistory history;
    private final RunReporter reporter;
    private final Attempts attempts;
    private final AgentListener listener;
    private final Consumer<String> remark;
    private volatile boolean waiting;

    InterruptedRunRecovery(
            Path out,
            RunHistory history,
            RunReporter reporter,
            Attempts attempts,
            AgentListener listener,
            Consumer<String> remark) {
        this.out = out;
        this.history = history;
        this.reporter = reporter;
        this.attempts = attempts;
        this.listener = listener;
        this.remark = remark;
    }

    /** How each run is reported, complete or cut off. */
    RunReporter reporter() {
        return reporter;
    }

    /** Completes what no run of this host resumes. */
    synchronized void complete() {
        // The log and its reports want to be written, whatever interrupted the run.
        boolean interrupted = Thread.interrupted();
        try {
            boolean again = waiting;
            Interrupted.Ended ended = Interrupted.complete(out, this::close, notice -> {
                if (!again) {
                    remark.accept(notice);
                }
            });
            for (Path directory : ended.completed()) {
                listener.complete(directory.getFileName().toString(), directory);
            }
            history.addPending();
            waiting = ended.later();
        } catch (IOException noRoom) {
            if (!waiting) {
                remark.accept("runs that were cut off cannot be completed yet: " + noRoom.getMessage());
            }
            waiting = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void close(Path directory, RunRecord record) throws IOException {
        reporter.write(directory, record);
        RunContext context = record.context();
        attempts.adopt(context.bench(), context.board(), context.run());
    }

    /** Tries again what could not be completed before. */
    void again() {
        if (waiting) {
            complete();
        }
    }
}
