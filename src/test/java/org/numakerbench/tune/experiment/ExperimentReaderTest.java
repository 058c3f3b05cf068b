package org.numakerbench.tune.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.profile.ProfileException;

class ExperimentReaderTest {
    @TempDir
    private Path scratch;

    private Experiment read(String text) throws IOException, ProfileException {
        return ExperimentReader.read(Files.writeString(scratch.resolve("x.yaml"), text));
    }

    @Test
    void theExperimentOfTheRepositoryIsSound() throws Exception {
        Experiment experiment = ExperimentReader.read(Path.of("bench-profiles/experiments/esp8266-timeouts.yaml"));

        assertThat(experiment.plan().settings()).hasSize(102);
        assertThat(experiment.plan().generous().id()).isEqualTo("8000-5000-8000");
        assertThat(experiment.plan().baseline()).isPresent();
        assertThat(experiment.plan().learnTrials()).isEqualTo(299);
        assertThat(experiment.build().orElseThrow().identity("esp-1").clientId())
                .isEqualTo("Nuvoton esp-1");
        assertThat(experiment
                        .plan()
                        .patience()
                        .orElseThrow()
                        .most()
                        .applyAsDouble(experiment.plan().generous()))
                .isEqualTo(40_000);
    }

    @Test
    void rangesAreSpacedByLogarithmUnlessToldOtherwise() throws Exception {
        Experiment experiment = read("""
                experiment: x
                profile: p.yaml
                factors:
                  A: {from: 500, to: 8000, steps: 5}
                  B: {from: 0, to: 100, steps: 3, scale: linear}
                """);

        assertThat(experiment.factors())
                .isEqualTo(Map.of("A", List.of(500L, 1000L, 2000L, 4000L, 8000L), "B", List.of(0L, 50L, 100L)));
    }

    @Test
    void constraintsLeaveSettingsOut() throws Exception {
        Experiment experiment = read("""
                experiment: x
                profile: p.yaml
                factors: {A: [1, 2, 3], B: [1, 2, 3]}
                constraints: ["A + B <= 4", "A >= B"]
                """);

        assertThat(experiment.plan().settings()).extracting(it -> it.id()).containsExactly("1-1", "2-1", "2-2", "3-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            factors: {A: [1, 2]} | constraints: ["A <= C"] | "C" is no factor
            factors: {A: [1, 2]} | constraints: ["A +"] | constraints[0]: is no constraint
            factors: {A: [1, 2]} | constraints: ["A + 1"] | neither true nor false
            factors: {A: [1, 2]} | constraints: ["A > 7"] | leave no setting
            factors: {A: [1, 2]} | baseline: {A: 3} | not among the settings
            factors: {A: [1, 2]} | baseline: {B: 3} | has no value for A
            factors: {A: [1, 2]} | patience: {open: A, most: "A > 1"} | it is no number
            factors: {A: [1, 2]} | macros: {A: 1} | is a factor, too
            factors: {A: [1, 2]} | confidence: 1.5 | confidence
            factors: {A: [1, 2]} | objective: [time] | objective
            factors: {A: [1, 2]} | faults: {patterns: [{kind: stall}]} | needs a duration
            factors: {A: [1, 2]} | faults: {patterns: [{kind: throttle}]} | needs bytesPerSecond
            factors: {A: [1, 2]} | faults: {patterns: [{kind: stall, duration: [9s, 1s]}]} | runs backwards
            factors: {A: [1, 2]} | faults: {patterns: [{kind: rain}]} | rain
            factors: {A: {from: 5, to: 2, steps: 3}} | seed: 1 | from is not below to
            factors: {A: {from: 0, to: 2, steps: 3}} | seed: 1 | a logarithmic scale has no 0
            factors: {A: [1, 2]} | build: {command: [make]} | build
            factors: {A: [1, 2]} | claim: 0.3 | claim
            factors: {A: fast} | seed: 1 | factors.A
            """)
    void mistakesAreNamedWithFileAndLine(String first, String second, String expected) {
        assertThatThrownBy(() -> read("experiment: x\nprofile: p.yaml\n" + first + "\n" + second + "\n"))
                .isInstanceOf(ProfileException.class)
                .hasMessageContaining("x.yaml:")
                .hasMessageContaining(expected);
    }

    @Test
    void tooManySettingsAreRefused() {
        String values = "[1,2,3,4,5,6,7,8,9,10,11,12,13]";
        assertThatThrownBy(() -> read("experiment: x\nprofile: p.yaml\nfactors: {A: %s, B: %s, C: %s}\n"
                        .formatted(values, values, values)))
                .hasMessageContaining("make 2197 settings");
    }
}
