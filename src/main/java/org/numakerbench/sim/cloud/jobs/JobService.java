package org.numakerbench.sim.cloud.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.cloud.jobs.JobExecution.Status;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The executions of all things, and what each request does to them. For one thread. */
public final class JobService {
    /** Takes the service's messages. */
    @FunctionalInterface
    public interface Publisher {
        /** Delivers one. */
        void publish(String topic, byte[] payload);
    }

    // In the order they came: by thing, then by job ID.
    private final Map<String, Map<String, JobExecution>> executions = new LinkedHashMap<>();
    private final Publisher toSubscribers;
    private final Clock clock;

    /** @param toSubscribers delivers {@code notify} and {@code notify-next} */
    public JobService(Publisher toSubscribers, Clock clock) {
        this.toSubscribers = toSubscribers;
        this.clock = clock;
    }

    /** Queues a job for a thing and tells the thing; one that it has or had already is left alone. */
    public void add(String thing, String jobId, JsonNode document) {
        Map<String, JobExecution> own = executions.computeIfAbsent(thing, key -> new LinkedHashMap<>());
        if (!own.containsKey(jobId)) {
            change(thing, JobExecution.queued(jobId, thing, document, now()));
        }
    }

    /**
     * Carries out one request.
     *
     * @param toRequester takes the answer: it goes to whoever asked, subscribed or not, and to nobody else
     */
    public void onMessage(JobTopic topic, byte[] payload, Publisher toRequester) {
        String token = null;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String verb = "accepted";
        List<JobExecution> changes = new ArrayList<>();
        try {
            JobRequest request = JobRequest.parse(payload);
            token = request.clientToken();
            switch (topic.operation()) {
                case GET_PENDING -> pending(topic.thing(), body);
                case START_NEXT -> startNext(topic.thing(), request, body, changes);
                case DESCRIBE -> describe(topic, request, body);
                case UPDATE -> update(topic, request, body, changes);
                case UNKNOWN ->
                    throw new JobRefusal("InvalidTopic", "No operation of the jobs service has this topic.", null);
            }
        } catch (JobRefusal refusal) {
            verb = "rejected";
            body.removeAll();
            body.put("code", refusal.code()).put("message", refusal.text());
            JobExecution execution = refusal.execution();
            if (execution != null) {
                body.set("executionState", execution.state());
            }
        }
        body.put("timestamp", now());
        if (token != null) {
            body.put("clientToken", token);
        }
        toRequester.publish(topic.topic() + "/" + verb, bytes(body));
        changes.forEach(changed -> change(topic.thing(), changed));
    }

    private void pending(String thing, ObjectNode body) {
        for (Status status : List.of(Status.IN_PROGRESS, Status.QUEUED)) {
            var list = body.putArray(status == Status.QUEUED ? "queuedJobs" : "inProgressJobs");
            of(thing, status).forEach(each -> list.add(each.summary()));
        }
    }

    /** Starts nothing where something is in progress: that is the next one then. */
    private void startNext(String thing, JobRequest request, ObjectNode body, List<JobExecution> changes)
            throws JobRefusal {
        Map<String, String> details = request.statusDetails();
        Optional<JobExecution> next = next(thing);
        if (next.isPresent()) {
            JobExecution execution = next.get();
            if (execution.status() == Status.QUEUED) {
                execution = execution.updated(Status.IN_PROGRESS, details, now());
                changes.add(execution);
            }
            body.set("execution", execution.whole(true));
        }
    }

    private void describe(JobTopic topic, JobRequest request, ObjectNode body) throws JobRefusal {
        boolean withDocument = request.flag("includeJobDocument", true);
        Long number = request.number("executionNumber");
        Optional<JobExecution> found =
                topic.jobId().equals(JobTopic.NEXT) ? next(topic.thing()) : Optional.of(existing(topic));
        if (number != null && number != 1 && found.isPresent()) {
            throw notFound(topic);
        }
        if (found.isPresent() && found.get().status().isTerminal()) {
            throw new JobRefusal(
                    "TerminalStateReached",
                    "The job execution is in state " + found.get().status() + ".",
                    null);
        }
        found.ifPresent(execution -> body.set("execution", execution.whole(withDocument)));
    }

    private void update(JobTopic topic, JobRequest request, ObjectNode body, List<JobExecution> changes)
            throws JobRefusal {
        Status status = request.status();
        Map<String, String> details = request.statusDetails();
        Long expected = request.number("expectedVersion");
        JobExecution known = existing(topic);
        if (expected != null && expected != known.version()) {
            throw new JobRefusal(
                    "VersionMismatch",
                    "Current version is " + known.version() + ", expected version was " + expected + ".",
                    known);
        }
        if (known.status().isTerminal()) {
            throw new JobRefusal(
                    "InvalidStateTransition",
                    "A job execution in state " + known.status() + " cannot become " + status + ".",
                    known);
        }
        JobExecution next = known.updated(status, details, now());
        changes.add(next);
        if (request.flag("includeJobExecutionState", false)) {
            body.set("executionState", next.state());
        }
        if (request.flag("includeJobDocument", false)) {
            body.set("jobDocument", next.document());
        }
    }

    private JobExecution existing(JobTopic topic) throws JobRefusal {
        JobExecution found = executions.getOrDefault(topic.thing(), Map.of()).get(topic.jobId());
        if (found == null) {
            throw notFound(topic);
        }
        return found;
    }

    private static JobRefusal notFound(JobTopic topic) {
        return new JobRefusal(
                "ResourceNotFound",
                "Job " + topic.jobId() + " has no such execution on thing " + topic.thing() + ".",
                null);
    }

    /** Keeps an execution's new state, and tells the thing's subscribers what that changes for them. */
    private void change(String thing, JobExecution changed) {
        Map<String, JobExecution> own = executions.computeIfAbsent(thing, key -> new LinkedHashMap<>());
        String nextBefore = nextId(thing);
        JobExecution before = own.put(changed.jobId(), changed);
        boolean wasPending = before != null && !before.status().isTerminal();
        if (wasPending == changed.status().isTerminal()) {
            tell(thing, "notify", "jobs", pendingByStatus(thing));
        }
        if (!Objects.equals(nextBefore, nextId(thing))) {
            tell(
                    thing,
                    "notify-next",
                    "execution",
                    next(thing).map(it -> it.whole(true)).orElse(null));
        }
    }

    private ObjectNode pendingByStatus(String thing) {
        ObjectNode jobs = JsonNodeFactory.instance.objectNode();
        for (Status status : List.of(Status.IN_PROGRESS, Status.QUEUED)) {
            List<JobExecution> all = of(thing, status);
            if (!all.isEmpty()) {
                var list = jobs.putArray(status.name());
                all.forEach(each -> list.add(each.summary()));
            }
        }
        return jobs;
    }

    private void tell(String thing, String kind, String key, @Nullable ObjectNode value) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("timestamp", now());
        if (value != null) {
            body.set(key, value);
        }
        toSubscribers.publish(JobTopic.notification(thing, kind), bytes(body));
    }

    private @Nullable String nextId(String thing) {
        return next(thing).map(JobExecution::jobId).orElse(null);
    }

    /** What is in progress goes before what is queued; among these the older. */
    private Optional<JobExecution> next(String thing) {
        return executions.getOrDefault(thing, Map.of()).values().stream()
                .filter(each -> !each.status().isTerminal())
                .min(Comparator.comparing(each -> each.status() == Status.QUEUED));
    }

    private List<JobExecution> of(String thing, Status status) {
        return executions.getOrDefault(thing, Map.of()).values().stream()
                .filter(each -> each.status() == status)
                .toList();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
