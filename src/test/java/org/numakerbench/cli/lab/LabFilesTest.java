package org.numakerbench.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.board.usb.Adapter;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Units, rules and CI files of {@code scripts}, checked by the programs that will read them, where they are installed. */
class LabFilesTest {
    private static final Path UNITS = Path.of("scripts/systemd");
    private static final Path RULES = Path.of("scripts/udev/70-numaker-bench.rules");

    @TempDir
    Path directory;

    @Test
    void systemdFindsNothingWrongWithTheUnits() throws Exception {
        assumeTrue(isInstalled("systemd-analyze"), "systemd-analyze is not installed");
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
        for (Path unit : units()) {
            // As if it were installed where the units say.
            Path copy = directory.resolve(unit.getFileName().toString());
            Files.writeString(
                    copy,
                    Files.readString(unit)
                            .replace(
                                    "/opt/numaker-bench",
                                    Path.of("").toAbsolutePath().toString()));
            command.add(copy.toString());
        }

        assertThat(run(command)).isEmpty();
    }

    @Test
    void everyServiceStopsInItsOwnTime() throws IOException {
        for (Path unit : units()) {
            if (unit.toString().endsWith(".service")) {
                // Stopping.LONGEST_SECONDS, and then some.
                assertThat(Files.readString(unit))
                        .as(unit.toString())
                        .contains("\nTimeoutStopSec=60\n", "\nKillMode=mixed\n");
            }
        }
    }

    @Test
    void theServicesThatTouchBoardsMaySeeThem() throws IOException {
        for (String unit : List.of("numaker-bench-nightly@.service", "numaker-bench-agent.service")) {
            assertThat(Files.readString(UNITS.resolve(unit)))
                    .as(unit)
                    .contains("\nSupplementaryGroups=dialout\n")
                    .doesNotContainPattern(
                            "(?m)^(PrivateDevices|ProtectClock|DevicePolicy|DeviceAllow|ProtectKernelTunables|DynamicUser"
                                    + "|MemoryDenyWriteExecute|ProtectSystem=strict)");
        }
    }

    @Test
    void udevFindsNothingWrongWithTheRules() throws Exception {
        assumeTrue(isInstalled("udevadm"), "udevadm is not installed");
        String version = run(List.of("udevadm", "--version")).strip();
        assumeTrue(Integer.parseInt(version.replaceAll("\\D.*", "")) >= 254, "udevadm verify came with systemd 254");

        assertThat(run(List.of("udevadm", "verify", "--no-summary", RULES.toString())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"511b", "511c", "511d", "511e", "5200", "5201", "5202", "5203", "5204", "5205", "2004", "2008"})
    void theRulesKnowEveryAdapterThatTheBenchKnows(String product) throws IOException {
        assertThat(Adapter.of(Adapter.VENDOR, Integer.parseInt(product, 16))).isPresent();
        assertThat(isMatched(product)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5210", "5211", "c123"})
    void theRulesLeaveOtherDevicesOfTheVendorAlone(String product) throws IOException {
        assertThat(isMatched(product)).isFalse();
    }

    private static boolean isMatched(String product) throws IOException {
        String rules = Files.readString(RULES);
        return Pattern.compile("ATTR\\{idProduct}==\"([^\"]+)\"")
                .matcher(rules)
                .results()
                // udev's patterns are those of a shell; these are regular expressions, too.
                .anyMatch(it -> product.matches(it.group(1)));
    }

    @Test
    void theWorkflowIsYamlAndMapsExitCodes() throws IOException {
        String text = Files.readString(Path.of("scripts/ci/github-actions.yml"));

        Object workflow = new Load(LoadSettings.builder().build()).loadFromString(text);

        assertThat(workflow).asString().contains("upload-artifact", "night.html", "night.xml");
        assertThat(text).contains("0) exit 0", "3) echo \"::warning", "4) echo \"::warning", "*) exit \"$code\"");
    }

    private static List<Path> units() throws IOException {
        try (Stream<Path> files = Files.list(UNITS)) {
            return files.sorted().toList();
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(it -> Files.isExecutable(Path.of(it, program)));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
