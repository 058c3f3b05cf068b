package org.numakerbench.sim.cloud.jobs;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One job on one thing, at one version.
 *
 * @param document what the device is to do
 * @param details name and value pairs of the device's own
 * @param queuedAt epoch seconds, as the others
 * @param startedAt null until it is in progress
 * @param version 1 when queued, one more with each update
 */
record JobExecution(
        String jobId,
        String thing,
        JsonNode document,
        Status status,
        Map<String, String> details,
        long queuedAt,
        @Nullable Long startedAt,
        long updatedAt,
        long version) {
    // One run of a job on a thing; AWS counts on when a job is tried again.
    private static final int EXECUTION_NUMBER = 1;

    /** Where an execution stands. */
    enum Status {
        QUEUED,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED,
        REJECTED;

        boolean isTerminal() {
            return this != QUEUED && this != IN_PROGRESS;
        }
    }

    static JobExecution queued(String jobId, String thing, JsonNode document, long now) {
        return new JobExecution(jobId, thing, document, Status.QUEUED, Map.of(), now, null, now, 1);
    }

    /** @param newDetails null: as they are */
    JobExecution updated(Status next, @Nullable Map<String, String> newDetails, long now) {
        Long started = startedAt == null && next == Status.IN_PROGRESS ? Long.valueOf(now) : startedAt;
        return new JobExecution(
                jobId,
                thing,
                document,
                next,
                newDetails == null ? details : new TreeMap<>(newDetails),
                queuedAt,
                started,
                now,
                version + 1);
    }

    /** {@code JobExecutionSummary}. */
    ObjectNode summary() {
        return times(JsonNodeFactory.instance.objectNode().put("jobId", jobId));
    }

    /** {@code JobExecution}. */
    ObjectNode whole(boolean withDocument) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("jobId", jobId).put("thingName", thing);
        if (withDocument) {
            node.set("jobDocument", document);
        }
        state(node);
        return times(node);
    }

    /** {@code JobExecutionState}. */
    ObjectNode state() {
        return state(JsonNodeFactory.instance.objectNode()).put("versionNumber", version);
    }

    private ObjectNode state(ObjectNode into) {
        into.put("status", status.name());
        ObjectNode all = into.putObject("statusDetails");
        details.forEach(all::put);
        return into;
    }

    private ObjectNode times(ObjectNode into) {
        into.put("queuedAt", queuedAt).put("lastUpdatedAt", updatedAt);
        if (startedAt != null) {
            into.put("startedAt", startedAt);
        }
        return into.put("versionNumber", version).put("executionNumber", EXECUTION_NUMBER);
    }
}
