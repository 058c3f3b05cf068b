package org.numakerbench.lab.agent;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.store.LabStore;

/**
 * The boards of an agent as executions of db-scheduler, one each, which last as long as the agent does. The scheduler gives
 * them their threads, says by its heartbeats that they are there, and finds those dead whose host is gone; whatever such a
 * board had leased is let go then. No board is handed to another host: its execution bears the agent's name.
 */
final class BoardExecutions implements AutoCloseable {
    /** Name of the one kind of task. */
    private static final String TASK = "board";

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(20);

    private final LabStore store;
    private final CustomTask<Void> task;
    private final Map<String, BoardWorker> workers = new LinkedHashMap<>();
    private final Scheduler scheduler;

    BoardExecutions(LabStore store, String agent, AgentOptions options, List<BoardWorker> boards) {
        this.store = store;
        boards.forEach(it -> workers.put(it.holder(), it));
        this.task = Tasks.custom(TASK, Void.class)
                .onFailure((complete, operations) -> operations.remove())
                .onDeadExecution(this::dead)
                .execute(this::execute);
        this.scheduler = Scheduler.create(store.database().source(), task)
                .schedulerName(new SchedulerName.Fixed(agent))
                .clock(store.database().clock())
                // The boards keep a thread each; one more looks at what nobody's thread takes.
                .threads(boards.size() + 1)
                .pollingInterval(LOOK)
                .heartbeatInterval(options.heartbeat())
                .missedHeartbeatsLimit(AgentOptions.DEAD_AFTER)
                .shutdownMaxWait(END)
                .build();
    }

    /** Boards work from now on. */
    void start() {
        begin();
        scheduler.start();
    }

    /** Begins each board that does not work: at first, and when another host had found it dead. */
    void begin() {
        for (BoardWorker each : workers.values()) {
            if (!each.isOn() && !scheduler.getSchedulerState().isPaused()) {
                scheduler.scheduleIfNotExists(
                        task.instance(each.holder()), store.database().clock().now());
                scheduler.triggerCheckForDueExecutions();
            }
        }
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        BoardWorker worker = workers.get(instance.getId());
        // Another agent's, which begins, or was killed when it did: it begins it again, if it is there.
        boolean free = worker == null || worker.work(context);
        return (complete, operations) -> {
            if (free) {
                operations.remove();
            }
        };
    }

    private void dead(ExecutionComplete found, ExecutionOperations<Void> operations) {
        Execution execution = found.getExecution();
        BoardWorker mine = workers.get(execution.getId());
        // After an outage an agent may find its own first, and knows better.
        if (mine != null && mine.isOn()) {
            return;
        }
        try {
            store.leases().abandonAll(execution.getId());
        } catch (LabException away) {
            throw new UncheckedIOException(away);
        }
        operations.remove();
    }

    /** No board begins anything more. */
    void pause() {
        scheduler.pause();
    }

    /** Waits until every board has ended. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
