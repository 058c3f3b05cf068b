package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import tools.jackson.databind.JsonNode;

/** Jobs over MQTT, as a device of thing T works them off; rules of "Jobs device MQTT API operations" (Developer Guide). */
class JobsIT {
    private static final String JOBS = "$aws/things/T/jobs/";

    // One for all: making credentials is what takes time.
    @TempDir
    private static Path scratch;

    private LocalCloud cloud;
    private Visitors visitors;
    private CloudCommands bench;
    private Stranger device;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(scratch.resolve("cloud")).asResident());
        visitors = new Visitors(cloud);
        bench = new CloudCommands(scratch.resolve("cloud"));
        device = visitors.device("T");
        device.client.subscribe(new String[] {JOBS + "notify", JOBS + "notify-next"}, new int[] {1, 1});
    }

    @AfterEach
    void stop() throws Exception {
        visitors.close();
        cloud.close();
        for (Path job : Files.newDirectoryStream(scratch.resolve("cloud/jobs"))) {
            Files.delete(job);
        }
    }

    /** Adds a job and waits until the device has been told of it. */
    private void add(String jobId, String document) throws Exception {
        int told = device.on(JOBS + "notify").size();
        bench.done("job", "add", "T", jobId, "--document", file(document).toString());
        await().until(() -> device.on(JOBS + "notify").size() > told);
    }

    private Path file(String text) throws Exception {
        return Files.writeString(scratch.resolve("document.json"), text);
    }

    /** The answer to a request, which comes without a subscription; the last one on its topic. */
    private JsonNode ask(String request, String verb, String payload) throws Exception {
        String topic = JOBS + request + "/" + verb;
        int before = device.on(topic).size();
        device.publish(JOBS + request, payload);
        await().until(() -> device.on(topic).size() > before);
        return ShadowVisitor.JSON.readTree(device.on(topic).get(before));
    }

    private JsonNode lastOn(String kind) {
        return ShadowVisitor.JSON.readTree(
                device.on(JOBS + kind).get(device.on(JOBS + kind).size() - 1));
    }

    private static String code(JsonNode rejected) {
        return rejected.get("code").stringValue();
    }

    @Test
    void aJobIsAnnouncedStartedUpdatedAndDone() throws Exception {
        add("first", "{\"reboot\":true}");
        JsonNode queued = lastOn("notify").at("/jobs/QUEUED/0");
        assertThat(queued.get("jobId").stringValue()).isEqualTo("first");
        assertThat(queued.get("versionNumber").intValue()).isEqualTo(1);
        await().until(() -> !device.on(JOBS + "notify-next").isEmpty());
        JsonNode announced = lastOn("notify-next").get("execution");
        assertThat(announced.get("status").stringValue()).isEqualTo("QUEUED");
        assertThat(announced.at("/jobDocument/reboot").booleanValue()).isTrue();

        JsonNode started =
                ask("start-next", "accepted", "{\"statusDetails\":{\"step\":\"one\"},\"clientToken\":\"c1\"}");
        assertThat(started.get("clientToken").stringValue()).isEqualTo("c1");
        JsonNode execution = started.get("execution");
        assertThat(execution.get("status").stringValue()).isEqualTo("IN_PROGRESS");
        assertThat(execution.get("thingName").stringValue()).isEqualTo("T");
        assertThat(execution.at("/statusDetails/step").stringValue()).isEqualTo("one");
        assertThat(execution.get("versionNumber").intValue()).isEqualTo(2);
        assertThat(execution.get("executionNumber").intValue()).isEqualTo(1);
        assertThat(execution.has("startedAt")).isTrue();

        JsonNode updated = ask(
                "first/update",
                "accepted",
                "{\"status\":\"IN_PROGRESS\",\"expectedVersion\":2,\"statusDetails\":{\"step\":\"two\"},"
                        + "\"includeJobExecutionState\":true,\"includeJobDocument\":true}");
        assertThat(updated.at("/executionState/versionNumber").intValue()).isEqualTo(3);
        assertThat(updated.at("/executionState/statusDetails/step").stringValue())
                .isEqualTo("two");
        assertThat(updated.at("/jobDocument/reboot").booleanValue()).isTrue();

        JsonNode done = ask("first/update", "accepted", "{\"status\":\"SUCCEEDED\",\"expectedVersion\":\"3\"}");
        assertThat(done.has("executionState") || done.has("jobDocument")).isFalse();
        await().until(() -> lastOn("notify").get("jobs").isEmpty());
        await().until(() -> !lastOn("notify-next").has("execution"));
        assertThat(ask("start-next", "accepted", "").has("execution")).isFalse();
        assertThat(ask("$next/get", "accepted", "{}").has("execution")).isFalse();
    }

    @Test
    void pendingJobsAreListedByStateAndTheOneInProgressIsNext() throws Exception {
        add("a", "1");
        add("b", "\"two\"");
        ask("b/update", "accepted", "{\"status\":\"IN_PROGRESS\"}");

        JsonNode pending = ask("get", "accepted", "{\"clientToken\":\"p\"}");

        assertThat(pending.at("/queuedJobs/0/jobId").stringValue()).isEqualTo("a");
        assertThat(pending.at("/inProgressJobs/0/jobId").stringValue()).isEqualTo("b");
        assertThat(pending.at("/inProgressJobs/0").has("startedAt")).isTrue();
        JsonNode next = ask("$next/get", "accepted", "").get("execution");
        assertThat(next.get("jobId").stringValue()).isEqualTo("b");
        assertThat(next.get("jobDocument").stringValue()).isEqualTo("two");
        await().until(() ->
                lastOn("notify-next").at("/execution/jobId").asString("").equals("b"));
        assertThat(ask("start-next", "accepted", "{\"statusDetails\":{\"x\":\"y\"}}")
                        .at("/execution/statusDetails")
                        .isEmpty())
                .as("what is in progress is not started again")
                .isTrue();
        JsonNode described = ask("a/get", "accepted", "{\"includeJobDocument\":false,\"executionNumber\":1}");
        assertThat(described.get("execution").has("jobDocument")).isFalse();
        assertThat(described.at("/execution/status").stringValue()).isEqualTo("QUEUED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "j/update|{\"status\":\"IN_PROGRESS\",\"expectedVersion\":7}|VersionMismatch",
                "j/update|{\"status\":\"QUEUED\"}|InvalidRequest",
                "j/update|{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"a b\":\"x\"}}|InvalidRequest",
                "j/update|{}|InvalidRequest",
                "j/update|no JSON|InvalidJson",
                "j/update|[]|InvalidJson",
                "none/update|{\"status\":\"IN_PROGRESS\"}|ResourceNotFound",
                "none/get|{}|ResourceNotFound",
                "j/get|{\"executionNumber\":2}|ResourceNotFound",
                "j/cancel|{}|InvalidTopic",
                "$next/update|{\"status\":\"IN_PROGRESS\"}|InvalidTopic",
                "strange|{}|InvalidTopic"
            })
    void aRequestThatCannotBeIsRejectedWithAwssCode(String request, String payload, String code) throws Exception {
        add("j", "{}");

        JsonNode rejected = ask(request, "rejected", payload);

        assertThat(code(rejected)).isEqualTo(code);
        assertThat(rejected.get("message").stringValue()).isNotBlank();
        assertThat(rejected.has("timestamp")).isTrue();
        assertThat(rejected.has("executionState")).isEqualTo(code.equals("VersionMismatch"));
        assertThat(device.client.isConnected()).isTrue();
    }

    @Test
    void whatIsOverStaysOver() throws Exception {
        add("j", "{}");
        ask("j/update", "accepted", "{\"status\":\"FAILED\"}");

        JsonNode rejected = ask("j/update", "rejected", "{\"status\":\"IN_PROGRESS\",\"clientToken\":\"t\"}");

        assertThat(code(rejected)).isEqualTo("InvalidStateTransition");
        assertThat(rejected.at("/executionState/status").stringValue()).isEqualTo("FAILED");
        assertThat(rejected.get("clientToken").stringValue()).isEqualTo("t");
        assertThat(code(ask("j/get", "rejected", ""))).isEqualTo("TerminalStateReached");
    }

    @Test
    void answersGoToWhoAskedAndToNobodyElse() throws Exception {
        Stranger witness = visitors.witness(JOBS + "#");
        add("j", "{}");

        ask("get", "accepted", "");

        visitors.settle(witness);
        assertThat(witness.on(JOBS + "get")).hasSize(1);
        assertThat(witness.on(JOBS + "notify")).isNotEmpty();
        assertThat(witness.on(JOBS + "get/accepted")).isEmpty();
    }

    @Test
    void aJobIsOfOneThingAndItsIdIsTakenOnce() throws Exception {
        Path document = file("{}");
        bench.done("job", "add", "Other", "j", "--document", document.toString());
        assertThat(bench.refused("job", "add", "T", "j", "--document", document.toString()))
                .contains("there is such a job already");
        assertThat(bench.refused("job", "add", "T", "no job", "--document", document.toString()))
                .contains("is no job ID");
        assertThat(bench.refused(
                        "job", "add", "T", "k", "--document", file("no JSON").toString()))
                .contains("not JSON");
        add("own", "{}");

        JsonNode pending = ask("get", "accepted", "");

        assertThat(pending.get("queuedJobs")).hasSize(1);
        assertThat(pending.at("/queuedJobs/0/jobId").stringValue()).isEqualTo("own");
    }

    @Test
    void jobsThatWereAddedWhileNothingRanAreThereAtTheNextStart() throws Exception {
        bench.done("job", "add", "T2", "j", "--document", file("{}").toString());
        try (LocalCloud later = LocalCloud.start(LocalCloudOptions.in(scratch.resolve("cloud")));
                Stranger client = Stranger.connected(later, CertificateRole.DEVICE, "T2")) {
            client.publish("$aws/things/T2/jobs/$next/get", "");

            await().until(() ->
                    !client.on("$aws/things/T2/jobs/$next/get/accepted").isEmpty());
            assertThat(client.on("$aws/things/T2/jobs/$next/get/accepted").get(0))
                    .contains("\"jobId\":\"j\"");
        }
    }
}
