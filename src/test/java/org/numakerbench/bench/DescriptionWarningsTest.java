package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.cli.Bench;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Images;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileReader;

/** A line that hides another is told wherever its firmware is about to run, and once. */
class DescriptionWarningsTest {
    private static final Path IMAGE = Path.of("firmware-images/virtual-m487-5.7.1");

    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private final DescriptionWarnings warnings = new DescriptionWarnings(told::add);

    @BeforeEach
    void images() throws IOException {
        Files.writeString(directory.resolve("hiding.yaml"), """
                extends: nuvoton-aws-iot
                lines: [{pattern: "MQTT publishes message to {what} OK"}]
                """);
        Files.writeString(directory.resolve("wrong.yaml"), "extends: nuvoton-aws-iot\nlines: [{patern: a}]\n");
        image("a", "hiding");
        image("b", "hiding");
        image("c", "wrong");
        Files.writeString(directory.resolve("bench.yaml"), """
                bench: own
                images: images
                cloud: {local: {directory: cloud}}
                boards: [{name: v, target: NUMAKER_PFM_M487, virtual: {baud: 0}}]
                """);
    }

    private void image(String id, String description) throws IOException {
        Path image = Files.createDirectories(directory.resolve("images").resolve(id));
        String manifest = Files.readString(IMAGE.resolve("manifest.yaml"));
        String file = manifest.lines()
                .filter(it -> it.startsWith("file:"))
                .map(it -> it.substring(5).strip())
                .findFirst()
                .orElseThrow();
        Files.copy(IMAGE.resolve(file), image.resolve(file));
        Files.writeString(image.resolve("manifest.yaml"), manifest + "firmware: ../../" + description + ".yaml\n");
    }

    private Image found(String id) throws Exception {
        return Images.find(directory.resolve("images"), id);
    }

    @Test
    void eachDescriptionsAreToldOnce() throws Exception {
        Profile profile = ProfileReader.read(directory.resolve("bench.yaml"));

        warnings.require(Optional.empty(), List.of(found("a"), found("b")));
        warnings.tell(profile, found("a"));
        warnings.tell(profile, found("b"));

        assertThat(told).singleElement().asString().startsWith("warning: ").contains("hides a line of nuvoton-aws-iot");
    }

    /** An agent does not end for one image of many. */
    @Test
    void whatIsWrongEndsTheCommandAndNotAnAgent() throws Exception {
        Profile profile = ProfileReader.read(directory.resolve("bench.yaml"));

        assertThatThrownBy(() -> warnings.require(Optional.of(profile), List.of(found("a"), found("c"))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("patern: unknown key");
        warnings.tell(profile, found("c"));

        assertThat(told).hasSize(1);
    }

    /** Before anything is queued or started. */
    @ParameterizedTest
    @ValueSource(strings = {"nightly", "submit"})
    void aNightTellsThemBeforeItBegins(String command) throws Exception {
        Path plan = Files.writeString(directory.resolve("plan.yaml"), """
                night: own
                profile: bench.yaml
                anyOf: [NUMAKER_PFM_M487]
                images: [a, b, c]
                """);
        PrintStream usual = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code;
        try {
            System.setErr(new PrintStream(err, true));
            code = Bench.commandLine()
                    .setErr(new PrintWriter(new StringWriter()))
                    .execute(
                            command,
                            plan.toString(),
                            "--out",
                            directory.resolve("runs").toString());
        } finally {
            System.setErr(usual);
        }

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).containsOnlyOnce("warning: ").contains("hides a line of nuvoton-aws-iot");
        assertThat(Files.exists(directory.resolve("cloud"))).isFalse();
    }
}
