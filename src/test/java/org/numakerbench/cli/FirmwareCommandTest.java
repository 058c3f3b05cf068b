package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    /** The image needs no profile to be read again. */
    @Test
    void aTargetOfOnesOwnComesFromAProfile() throws Exception {
        Path profile = Files.writeString(scratch.resolve("bench.yaml"), """
                bench: desk
                targets:
                  - {name: MY_BOARD, flash: {start: 0x0, size: 256K}, ram: [{start: 0x20000000, size: 160K}], baud: 57600}
                """);

        assertThat(add("--target", "MY_BOARD", "--targets", profile.toString()))
                .as(err.toString())
                .isZero();

        Target target =
                Images.find(scratch.resolve("images"), "nightly-42").manifest().target();
        assertThat(target.name()).isEqualTo("MY_BOARD");
        assertThat(target.baudOrUsual()).isEqualTo(57600);
        assertThat(run("show", "nightly-42")).isZero();
    }

    @Test
    void aTargetThatNobodyKnowsIsRefusedWithTheNearest() throws Exception {
        assertThat(add("--target", "NUMAKER_PFM_M478")).isEqualTo(2);

        assertThat(err.toString())
                .contains("--target NUMAKER_PFM_M478: not known; did you mean NUMAKER_PFM_M487? Known are ")
                .hasLineCount(1);
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

    /** The virtual board's image as one section: its length is what a map of it must say. */
    private Path map(String name, String dataSize, String modules) throws Exception {
        long length = Files.size(Path.of("firmware-images/virtual-m487-5.7.1/image.bin"));
        return Files.writeString(scratch.resolve(name), """
                Memory Configuration

                Linker script and memory map

                .text           0x00000000 0x%x
                 .text          0x00000000 0x%x BUILD/\u001b[31m/tls.o
                .bss            0x20000000 %s
                %s
                OUTPUT(app.elf elf32-littlearm)
                """.formatted(length, length, dataSize, modules));
    }

    private String printed(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(run(arguments)).as(err.toString()).isZero();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void addTwoBuilds() throws Exception {
        Path one = map("one.map", "0x30", " .bss 0x20000000 0x30 BUILD/main.o");
        Path two =
                map("two.map", "0x130", " .bss 0x20000000 0x30 BUILD/main.o\n .bss 0x20000030 0x100 BUILD/net/tls.o");
        assertThat(add("--id=one", "--map=" + one, "--commit=d115ba0", "--commit-number=41"))
                .as(err.toString())
                .isZero();
        Files.delete(scratch.resolve("nightly 42.bin"));
        assertThat(add("--id=two", "--map=" + two, "--commit=e69e32d", "--commit-number=42"))
                .as(err.toString())
                .isZero();
    }

    @Test
    void anImageIsAddedWithItsMapAndCommit() throws Exception {
        addTwoBuilds();

        Manifest manifest = Images.find(scratch.resolve("images"), "two").manifest();
        assertThat(manifest.map()).isEqualTo("two.map");
        assertThat(manifest.mapSha256()).hasSize(64);
        assertThat(manifest.staticBytes()).isEqualTo(0x130);
        assertThat(manifest.commit()).isEqualTo("e69e32d");
        assertThat(manifest.commitNumber()).isEqualTo(42);
        assertThat(printed("show", "two"))
                .contains("mapStaticBytes     304", "ramHeadroomBytes   163536", "main.o", "\\x1b[31m")
                .doesNotContain("\u001b");
        JsonNode json = JsonMapper.shared().readTree(printed("show", "two", "--json"));
        assertThat(json.at("/modules/main.o/ramBytes").asLong()).isEqualTo(48);
    }

    @Test
    void twoImagesAreComparedByModuleAndManifest() throws Exception {
        addTwoBuilds();

        assertThat(printed("diff", "one", "two"))
                .contains("net", "+256", "static (RAM and reserved stack) 48 -> 304 bytes (+256)")
                .contains("commit: d115ba0 -> e69e32d", "commitNumber: 41 -> 42")
                .doesNotContain("\u001b");
        JsonNode json = JsonMapper.shared().readTree(printed("diff", "one", "two", "--json"));
        assertThat(json.at("/difference/staticBytes").asLong()).isEqualTo(256);
        assertThat(json.at("/modules/0/module").asString()).isEqualTo("net");
        assertThat(json.at("/manifest/0/key").asString()).isEqualTo("commit");
    }

    @Test
    void aMapThatIsNotTheImagesIsRefused() throws Exception {
        String text = Files.readString(map("one.map", "0x0", ""));
        Path other = Files.writeString(
                scratch.resolve("other.map"), text.replaceFirst("(?m)^\\.text .*$", ".text 0x0 0x10"));

        assertThat(add("--map=" + other)).isEqualTo(2);
        assertThat(err.toString()).contains("is the map of another image", "16 bytes long by the map");
        assertThat(scratch.resolve("images/nightly-42")).doesNotExist();
    }

    @Test
    void aMapThatChangedOrIsGoneIsSaid() throws Exception {
        addTwoBuilds();
        Path map = scratch.resolve("images/two/two.map");
        Files.writeString(map, "\n", StandardOpenOption.APPEND);

        assertThat(run("diff", "one", "two")).isEqualTo(2);
        assertThat(err.toString()).contains("two.map: its SHA-256 is", "put back the map");

        Files.delete(map);
        assertThat(run("show", "two")).isEqualTo(2);
        assertThat(err.toString()).contains("no map file", "two.map");
    }

    @Test
    void imagesWithoutMapsAreComparedByWhatTheyWereBuiltFromAndTheirSizes() throws Exception {
        for (String id : List.of("one", "two")) {
            Files.deleteIfExists(scratch.resolve("nightly 42.bin"));
            assertThat(add("--id=" + id)).as(err.toString()).isZero();
            Files.writeString(
                    scratch.resolve("images/" + id + "/manifest.yaml"),
                    "\nmacros: {TLS_BUFFER: \"" + (id.equals("one") ? 16384 : 4096) + "\"}\n",
                    StandardOpenOption.APPEND);
        }

        String text = printed("diff", "one", "two");
        long bytes = Files.size(Path.of("firmware-images/virtual-m487-5.7.1/image.bin"));
        assertThat(text)
                .contains("modules are not compared: one and two have no map file")
                .contains("image file " + bytes + " -> " + bytes + " bytes (+0)")
                .contains("macros.TLS_BUFFER: 16384 -> 4096");
        JsonNode json = JsonMapper.shared().readTree(printed("diff", "one", "two", "--json"));
        assertThat(json.at("/before/imageBytes").asLong()).isEqualTo(bytes);
        assertThat(json.has("modules")).isFalse();
        assertThat(json.at("/manifest/0/after").asString()).isEqualTo("4096");
    }
}
