package org.numakerbench.sim.cloud.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.FileFailure;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.sim.cloud.policy.ThingName;
import org.numakerbench.sim.cloud.tls.UnusableFileException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Jobs as they lie in a cloud's directory: {@code jobs/JOBID.json}. */
public final class JobFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * A job.
     *
     * @param thing the thing that is to do it
     * @param document what the device gets, any JSON
     */
    public record Job(String jobId, String thing, JsonNode document) {
        /** Checks what AWS checks. */
        public Job {
            if (jobId == null || !jobId.matches("[a-zA-Z0-9_-]{1,64}")) {
                throw new IllegalArgumentException(
                        "'" + jobId + "' is no job ID: 1 to 64 letters, digits, underscores and dashes");
            }
            if (thing == null || !ThingName.isValid(thing)) {
                throw new IllegalArgumentException(
                        "'" + thing + "' is no thing name: 1 to 128 letters, digits, colons, underscores and dashes");
            }
            if (document == null) {
                throw new IllegalArgumentException("document is missing: what the device is to do");
            }
        }
    }

    private final Path jobs;

    /** @param directory the cloud's */
    public JobFiles(Path directory) {
        this.jobs = directory.resolve("jobs");
    }

    /** Where they lie. */
    public Path path() {
        return jobs;
    }

    /**
     * Adds a job; a running cloud queues it at once.
     *
     * @param document a file with the job document, JSON
     * @throws UnusableFileException when it is not JSON, or there is such a job
     */
    public void add(String thing, String jobId, Path document) throws IOException {
        JsonNode read;
        try {
            read = JSON.readTree(Files.readString(document, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new UnusableFileException(document, "not JSON: " + e.getOriginalMessage(), "mend the job document");
        } catch (IOException e) {
            throw new UnusableFileException(document, FileFailure.words(e), "name a file with the job document");
        }
        Job job = new Job(jobId, thing, read);
        Path file = jobs.resolve(jobId + ".json");
        if (Files.exists(file)) {
            throw new UnusableFileException(file, "there is such a job already", "use another job ID");
        }
        make();
        DurableFile.replace(file, JSON.writeValueAsString(job) + "\n", OwnersOnly.creating(file));
    }

    /** Makes the directory if it is missing. */
    public void make() throws IOException {
        Files.createDirectories(jobs, OwnersOnly.creatingClosedDirectory(jobs));
    }

    /** All jobs, the oldest first. */
    public List<Job> read() throws IOException {
        if (!Files.isDirectory(jobs)) {
            return List.of();
        }
        record Dated(Path file, FileTime time) {}
        List<Dated> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(jobs)) {
            for (Path each : all.toList()) {
                String name = String.valueOf(each.getFileName());
                if (name.endsWith(".json") && !name.startsWith(".")) {
                    files.add(new Dated(each, Files.getLastModifiedTime(each)));
                }
            }
        }
        files.sort(Comparator.comparing(Dated::time).thenComparing(Dated::file));
        List<Job> jobsInOrder = new ArrayList<>();
        for (Dated each : files) {
            jobsInOrder.add(read(each.file()));
        }
        return jobsInOrder;
    }

    private static Job read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file, StandardCharsets.UTF_8), Job.class);
        } catch (JacksonException e) {
            String why = e.getCause() instanceof IllegalArgumentException wrong
                    ? wrong.getMessage()
                    : e.getOriginalMessage();
            throw new UnusableFileException(file, String.valueOf(why), "mend the job");
        }
    }
}
