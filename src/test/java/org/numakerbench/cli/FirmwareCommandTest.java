package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Images;
import org.numakerbench.profile.Target;
import picocli.CommandLine;

class FirmwareCommandTest {
    @TempDir
    private Path scratch;

    private final StringWriter err = new StringWriter();

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("firmware"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--images", scratch.resolve("images").toString()));
        CommandLine command = Bench.commandLine();
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments.toArray(String[]::new));
    }

    private Path firmware() throws Exception {
        return Files.copy(Path.of("firmware-images/virtual-m487-5.7.1/image.bin"), scratch.resolve("nightly 42.bin"));
    }

    private int add(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("add", firmware().toString()));
        arguments.addAll(List.of("--thing", "D7", "--client-id", "Client \"7\"", "--user-topic", "a/b"));
        arguments.addAll(List.of("--user-filter", "a/+", "--mbed-os", "5.9.5", "--phases", "mqtt,https"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void anAddedImageCanBeFoundAndIsKeptOutOfGit() throws Exception {
        assertThat(add()).as(err.toString()).isZero();

        Image image = Images.find(scratch.resolve("images"), "nightly-42");
        assertThat(image.manifest().target()).isEqualTo(Target.NUMAKER_PFM_M487);
        assertThat(image.manifest().mbedOs()).isEqualTo("5.9.5");
        assertThat(image.manifest().identity().clientId()).isEqualTo("Client \"7\"");
        assertThat(image.manifest().phases()).containsExactly("mqtt", "https");
        assertThat(image.path().resolveSibling(".gitignore")).content().contains("/nightly 42.bin");
        assertThat(run("list")).isZero();
        assertThat(run("show", "nightly-42")).isZero();
    }

    @Test
    void allThatIsMissingIsSaidAtOnce() throws Exception {
        assertThat(run("add", firmware().toString())).isEqualTo(2);

        assertThat(err.toString())
                .contains("--thing", "--client-id", "--user-topic", "--user-filter", "--mbed-os")
                .doesNotContain("give --target");
        assertThat(scratch.resolve("images")).doesNotExist();
    }

    @Test
    void anIdThatIsTakenIsRefusedAndNothingIsLost() throws Exception {
        assertThat(add()).isZero();
        Files.delete(scratch.resolve("nightly 42.bin"));

        assertThat(add("--build-id", "another")).isEqualTo(2);

        assertThat(err.toString()).contains("there is an image nightly-42 already");
        assertThat(Images.find(scratch.resolve("images"), "nightly-42")
                        .manifest()
                        .mbedOs())
                .isEqualTo("5.9.5");
    }

    @Test
    void anImageOfAnotherTargetIsRefused() throws Exception {
        assertThat(add("--target", "NUMAKER_PFM_NUC472")).isEqualTo(2);

        assertThat(err.toString()).contains("stack pointer", "NUMAKER_PFM_NUC472");
    }

    @Test
    void aByteThatChangedIsListedAsBroken() throws Exception {
        assertThat(add()).isZero();
        Path file = scratch.resolve("images/nightly-42/nightly 42.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[200] ^= 1;
        Files.write(file, bytes);

        assertThat(run("list")).isEqualTo(2);
        assertThat(run("show", "nightly-42")).isEqualTo(2);
        assertThat(err.toString()).contains("its SHA-256 is");
    }

    @Test
    void aValueThatAManifestCannotHoldLeavesNothingBehind() throws Exception {
        assertThat(run(
                        "add",
                        firmware().toString(),
                        "--thing=not a thing",
                        "--client-id=C",
                        "--user-topic=a/b",
                        "--user-filter=a/+",
                        "--mbed-os=5.9.5"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("not a thing").contains("a thing name");
        try (Stream<Path> left = Files.walk(scratch.resolve("images"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void anyFileNameWillDo() throws Exception {
        Path odd = Files.move(firmware(), scratch.resolve("_app (1).bin"));

        assertThat(run(
                        "add",
                        odd.toString(),
                        "--id=odd",
                        "--thing=D7",
                        "--client-id=C",
                        "--user-topic=a/b",
                        "--user-filter=a/+",
                        "--mbed-os=5.9.5"))
                .as(err.toString())
                .isZero();
        assertThat(Images.find(scratch.resolve("images"), "odd").path()).hasSameBinaryContentAs(odd);
    }
}
