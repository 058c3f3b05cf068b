package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cli.BenchProcess.Ended;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.JsonNode;

/**
 * Twelve builds of a sensor node, five runs each in one night of the packaged bench: from build 7 on connecting takes 120 ms
 * longer, the signal strength is only noisy. Exactly the first is found, and its build named. It takes minutes.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "bench.long", matches = "true")
class MeasuredBuildsIT {
    private static final Path EXAMPLE =
            Path.of("bench-profiles/firmware/node-with-figures.yaml").toAbsolutePath();
    private static final Path LINES =
            Path.of("bench-profiles/firmware/node-with-figures.lines.yaml").toAbsolutePath();
    private static final int MOST_SECONDS = 900;
    private static final int BUILDS = 12;
    private static final int SLOWER = 7;
    private static final int CONNECT_MS = 200;
    private static final int SPREAD_MS = 30;
    private static final int DELAY_MS = 120;

    /** The one change, in the firmware's own words and by the bench's clock. */
    private static final Set<String> CONNECT_TIME = Set.of("connect-time", "time.step.mqtt.connect");

    @TempDir
    private Path scratch;

    @BeforeEach
    void describe() throws Exception {
        Files.writeString(scratch.resolve("bench.yaml"), """
                bench: builds
                images: images
                cloud: {local: {directory: cloud}}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, virtual: {baud: 0}}
                limits: {firstByte: 10s, silence: 20s, messageWait: 5s, lifecycleWait: 10s}
                firmware: %s
                """.formatted(EXAMPLE));
        Files.writeString(scratch.resolve("night.yaml"), """
                night: builds
                profile: bench.yaml
                images: [%s]
                repeats: 5
                fail: {heapRegression: true}
                """.formatted(String.join(
                ", ",
                IntStream.rangeClosed(1, BUILDS).mapToObj(MeasuredBuildsIT::id).toList())));
        for (int build = 1; build <= BUILDS; build++) {
            image(build);
        }
    }

    private static String id(int build) {
        return String.format("b%02d", build);
    }

    private void image(int build) throws IOException {
        Path app = Files.writeString(
                scratch.resolve("mbed_app.json"), """
                {"macros": ["VIRTUAL_MQTT_CONNECT_MS=%d", "VIRTUAL_MQTT_CONNECT_SPREAD_MS=%d",
                    "VIRTUAL_MQTT_CONNECT_DELAY_MS=%d"]}
                """.formatted(CONNECT_MS, SPREAD_MS, build < SLOWER ? 0 : DELAY_MS));
        String file = scratch.resolve(id(build) + ".bin").toString();
        here(
                "firmware",
                "virtual",
                "--app",
                app.toString(),
                "--target",
                "NUMAKER_PFM_M487",
                "--thing",
                "Node-7",
                "--client-id",
                "node-7",
                "--topic",
                "node/N7",
                "--lines",
                LINES.toString(),
                "--out",
                file);
        here(
                "firmware",
                "add",
                file,
                "--images",
                scratch.resolve("images").toString(),
                "--id",
                id(build),
                "--build-id",
                id(build),
                "--commit",
                String.format("%040x", build),
                "--commit-number",
                String.valueOf(build),
                "--thing",
                "Node-7",
                "--client-id",
                "node-7",
                "--user-topic",
                "node/N7",
                "--user-filter",
                "node/N7",
                "--mbed-os",
                "5.7.1",
                "--toolchain",
                "virtual",
                "--phases",
                "mqtt");
    }

    /** A command without a Java start. */
    private static void here(String... arguments) {
        assertThat(Bench.commandLine().execute(arguments))
                .as(String.join(" ", arguments))
                .isZero();
    }

    private Ended bench(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--out", scratch.resolve("runs").toString()));
        return BenchProcess.start(scratch, all.toArray(String[]::new)).await(MOST_SECONDS);
    }

    @Test
    void exactlyTheSlowerConnectIsFoundAndItsBuildNamed() throws Exception {
        Ended night = bench("nightly", scratch.resolve("night.yaml").toString(), "--now");
        assertThat(night.out()).as(night.err()).contains("60 runs: 60 PASS");

        // The nightly page tells it once; steps' own times say the same again and are left to bench check.
        assertThat(night.out()).contains("connect-time +").contains(id(SLOWER)).doesNotContain("rssi");
        assertThat(night.exitCode()).isEqualTo(ExitCodes.DEVICE);

        Ended check = bench("check");
        assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(ExitCodes.DEVICE);
        Set<String> told = new TreeSet<>();
        for (JsonNode trend : JsonText.MAPPER
                .readTree(bench("trend", "--json").out())
                .path("trends")
                .values()) {
            for (JsonNode found : trend.path("findings").values()) {
                if (found.path("worse").asBoolean()
                        && !found.path("kind").asString().equals("suspect")) {
                    told.add(trend.path("name").asString() + " "
                            + found.path("kind").asString() + " "
                            + found.path("firstBad").asString());
                    assertThat(found.path("size").asDouble()).isBetween(DELAY_MS * 0.6, DELAY_MS * 1.4);
                }
            }
        }
        assertThat(told)
                .contains("connect-time step " + id(SLOWER))
                .allSatisfy(it -> assertThat(CONNECT_TIME)
                        .contains(it.substring(0, it.indexOf(' ')))
                        .as(it));
        assertThat(told).allMatch(it -> it.endsWith(" step " + id(SLOWER)));

        Ended bisect = bench(
                "bisect",
                scratch.resolve("bench.yaml").toString(),
                "--metric",
                "connect-time",
                "--images",
                String.join(
                        ",",
                        IntStream.rangeClosed(1, BUILDS)
                                .mapToObj(MeasuredBuildsIT::id)
                                .toList()));
        assertThat(bisect.out()).as(bisect.err()).contains("first bad image: " + id(SLOWER));

        // Who takes it as it is gets no alarm of it again, and everything else stays watched.
        for (String name : CONNECT_TIME) {
            bench("accept", name, id(SLOWER), "--reason", "a longer chain", "--by", "ann");
        }
        Ended accepted = bench("check");
        assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isEqualTo(ExitCodes.PASS);
    }
}
