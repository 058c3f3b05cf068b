package org.numakerbench.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code bench tune} with two virtual boards on Wi-Fi, in a world ten times as quick, with images that are built for it. */
final class TuneVictim implements Victim {
    private final Path scratch;
    private final Path experiment;
    private int begun = 1;

    TuneVictim(Path scratch) throws IOException {
        this.scratch = scratch;
        StringBuilder profile =
                new StringBuilder("bench: quick\nimages: .\ncloud: {local: {directory: cloud}}\nboards:\n");
        for (int board = 1; board <= 2; board++) {
            profile.append(
                    "  - {name: esp-%d, target: NUMAKER_PFM_M487, network: esp8266, virtual: {baud: 0, esp8266: {seed: %d, slowness: 0.1}}}%n"
                            .formatted(board, board));
        }
        profile.append("limits: {silence: 30s}\n");
        Files.writeString(scratch.resolve("tune.yaml"), profile);
        Files.writeString(scratch.resolve("mbed_app.json"), "{\"macros\": [\"MBED_HEAP_STATS_ENABLED=1\"]}");
        String compiler = Path.of(System.getProperty("java.home"), "bin", "java") + ", -jar, "
                + Path.of(System.getProperty("bench.jar", "target/numaker-bench.jar"))
                        .toAbsolutePath();
        this.experiment = Files.writeString(scratch.resolve("experiment.yaml"), """
                experiment: quick
                profile: tune.yaml
                factors: {ESP8266_SEND_TIMEOUT: [60, 500]}
                baseline: {ESP8266_SEND_TIMEOUT: 60}
                claim: 0.7
                margin: 0.1
                budget: {loops: 40}
                trials: {race: 2, visit: 2}
                faults:
                  patterns: [{kind: stall, bytes: [300, 3000], duration: [300ms, 1200ms]}]
                macros: {MBED_CONF_EASY_CONNECT_WIFI_ESP8266_DEBUG: 1, MQTT_COMMAND_TIMEOUT: 3000}
                build:
                  command: [%s, firmware, virtual, --loop, --app, "{app}", --target, "{target}",
                            --thing, "Thing-{board}", --client-id, "Client {board}", --topic, "Topic/{board}",
                            --out, "{out}/firmware.bin"]
                  app: mbed_app.json
                  image: firmware.bin
                  mbedOs: 5.7.1
                  identity: {thing: "Thing-{board}", clientId: "Client {board}", userTopic: "Topic/{board}", userFilter: "Topic/{board}"}
                """.formatted(compiler));
    }

    @Override
    public String name() {
        return "tune";
    }

    @Override
    public List<String> arguments() {
        return List.of("tune", experiment.toString(), "--out", out().toString());
    }

    @Override
    public Path out() {
        return scratch.resolve("tune-" + begun);
    }

    /** 4: what was claimed could not be shown with so few loops. */
    @Override
    public boolean isGood(int exitCode) {
        return exitCode == 0 || exitCode == 4;
    }

    @Override
    public void check() throws Exception {
        JsonNode result = JsonMapper.shared().readTree(Files.readString(out().resolve("tune.json")));
        List<String> journal = Files.readAllLines(out().resolve("journal.jsonl"));
        assertThat(result.path("spent").path("loops").intValue())
                .as("every loop of the journal counts")
                .isEqualTo((int) journal.stream()
                        .filter(it -> it.contains("\"kind\":\"loop\""))
                        .count())
                .isPositive();
        assertThat(Files.readString(out().resolve("tune.html")).strip()).endsWith("</html>");
        try (Stream<Path> all = Files.walk(out())) {
            assertThat(all.map(it -> it.getFileName().toString()))
                    .as("what is left of kills in " + out())
                    .noneMatch(it -> it.startsWith(".") || it.endsWith(".lock"));
        }
        begun++;
    }
}
