package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cli.BenchProcess.Ended;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Experiments with four virtual boards on pseudo-terminals at once, in a world ten times as quick: modules, timeouts and
 * disturbances alike.
 */
class TuneCommandIT {
    private static final String SEND = "ESP8266_SEND_TIMEOUT";
    private static final String MISC = "ESP8266_MISC_TIMEOUT";

    @TempDir
    private Path scratch;

    private Path experiment;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        StringBuilder profile =
                new StringBuilder("bench: quick\nimages: .\ncloud: {local: {directory: cloud}}\nboards:\n");
        for (int board = 1; board <= 4; board++) {
            profile.append(
                    "  - {name: esp-%d, target: NUMAKER_PFM_M487, network: esp8266, virtual: {baud: 0, esp8266: {seed: %d, slowness: 0.1}}}%n"
                            .formatted(board, board));
        }
        profile.append("limits: {silence: 5s}\n");
        Files.writeString(scratch.resolve("profile.yaml"), profile);
        Files.writeString(scratch.resolve("mbed_app.json"), """
                {
                    // as people write them
                    "macros": ["MBED_HEAP_STATS_ENABLED=1", "ESP8266_MISC_TIMEOUT=9"],
                    "config": {"network-interface": {"value": "WIFI_ESP8266"}}
                }
                """);
        out = scratch.resolve("runs").resolve("quick");
        experiment = experiment("", 0.9);
    }

    private Path experiment(String compilerPrefix, double claim) throws IOException {
        String compiler = Path.of(System.getProperty("java.home"), "bin", "java") + ", -jar, "
                + Path.of(System.getProperty("bench.jar", "target/numaker-bench.jar"))
                        .toAbsolutePath();
        return Files.writeString(scratch.resolve("experiment.yaml"), """
                experiment: quick
                profile: profile.yaml
                factors: {ESP8266_SEND_TIMEOUT: [60, 500], ESP8266_MISC_TIMEOUT: [60, 500]}
                baseline: {ESP8266_SEND_TIMEOUT: 60, ESP8266_MISC_TIMEOUT: 60}
                claim: %s
                margin: 0.1
                budget: {loops: 600}
                trials: {race: 3, visit: 4}
                patience: {open: ESP8266_MISC_TIMEOUT, most: 4 * ESP8266_SEND_TIMEOUT + ESP8266_MISC_TIMEOUT}
                faults:
                  patterns: [{kind: stall, bytes: [300, 3000], duration: [300ms, 1200ms]}]
                macros: {MBED_CONF_EASY_CONNECT_WIFI_ESP8266_DEBUG: 1, MQTT_COMMAND_TIMEOUT: 3000}
                build:
                  command: [%s%s, firmware, virtual, --loop, --app, "{app}", --target, "{target}",
                            --thing, "Thing-{board}", --client-id, "Client {board}", --topic, "Topic/{board}",
                            --out, "{out}/firmware.bin"]
                  app: mbed_app.json
                  image: firmware.bin
                  mbedOs: 5.7.1
                  identity: {thing: "Thing-{board}", clientId: "Client {board}", userTopic: "Topic/{board}", userFilter: "Topic/{board}"}
                """.formatted(claim, compilerPrefix, compiler));
    }

    private BenchProcess start(String... more) throws IOException {
        return BenchProcess.start(
                scratch,
                Stream.concat(Stream.of("tune", experiment.toString(), "--out", out.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private List<String> loops() {
        try {
            Path journal = out.resolve("journal.jsonl");
            return Files.exists(journal)
                    ? Files.readAllLines(journal).stream()
                            .filter(line -> line.contains("\"kind\":\"loop\""))
                            .toList()
                    : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private JsonNode result() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(out.resolve("tune.json")));
    }

    private static JsonNode of(JsonNode result, int send, int misc) {
        return result.path("settings")
                .valueStream()
                .filter(it -> it.path("macros").path(SEND).intValue() == send
                        && it.path("macros").path(MISC).intValue() == misc)
                .findFirst()
                .orElseThrow();
    }

    private static double rate(JsonNode setting) {
        JsonNode recovery = setting.path("recovery");
        return recovery.path("successes").doubleValue()
                / recovery.path("trials").doubleValue();
    }

    @Test
    void fourBoardsFindTheCureAndAKillLosesTheLoopsUnderWayAlone() throws Exception {
        BenchProcess killed = start();
        await().atMost(Duration.ofSeconds(60)).until(() -> loops().size() >= 25);
        killed.kill();
        List<String> before = loops();

        // The search takes as many loops as it needs to be sure.
        Ended ended = start().await(300);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        List<String> all = loops();
        assertThat(all).startsWith(before.toArray(String[]::new));
        JsonNode result = result();
        assertThat(result.path("spent").path("loops").intValue()).isEqualTo(all.size());
        assertThat(result.path("recommended").path("macros").path(SEND).intValue())
                .isEqualTo(500);
        assertThat(result.path("recommended").path("macros").path(MISC).intValue())
                .isEqualTo(500);
        assertThat(result.path("recommended").path("shown").booleanValue()).isTrue();
        assertThat(rate(of(result, 500, 500))).isEqualTo(1);
        assertThat(rate(of(result, 60, 60))).as("the symptom").isLessThan(0.8);
        assertThat(ended.out())
                .contains("Symptom: with ESP8266_SEND_TIMEOUT=60")
                .contains("\"ESP8266_SEND_TIMEOUT=500\",");
        assertThat(Files.readString(out.resolve("tune.html"))).contains("ESP8266_SEND_TIMEOUT=500");
    }

    @Test
    void aBuildThatFailsStopsOnlyItsOwnSettingAndShowsTheCompilersLastLines() throws Exception {
        Path compiler = Files.writeString(scratch.resolve("compiler.sh"), """
                #!/bin/sh
                # A simulator that reads the written mbed_app.json, as the real one does.
                app=$(printf '%s\\n' "$@" | grep mbed_app.json)
                grep -q '"MBED_HEAP_STATS_ENABLED=1"' "$app" || { echo "macro lost"; exit 9; }
                if grep -q '"ESP8266_SEND_TIMEOUT=60"' "$app" && grep -q '"ESP8266_MISC_TIMEOUT=500"' "$app"; then
                    echo "Compile: main.cpp"; echo "[Error] main.cpp@12,3: expected ';'"; exit 1
                fi
                exec "$@"
                """);
        experiment = experiment("sh, " + compiler + ", ", 0.7);

        // The search takes as many loops as it needs to be sure.
        Ended ended = start().await(300);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        JsonNode result = result();
        assertThat(of(result, 60, 500).path("state").stringValue()).isEqualTo("build-failed");
        assertThat(of(result, 60, 500).path("loops").intValue()).isZero();
        assertThat(of(result, 60, 60).path("loops").intValue()).isPositive();
        assertThat(result.path("recommended").path("shown").booleanValue()).isTrue();
        assertThat(ended.err()).contains("exit code 1").contains("[Error] main.cpp@12,3: expected ';'");
    }
}
