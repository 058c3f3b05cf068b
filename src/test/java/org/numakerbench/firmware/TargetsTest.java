package org.numakerbench.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.firmware.Target.ImageForm;

/** Board types as data: those that every bench knows, and those of users. */
class TargetsTest {
    private static final int KIB = 1024;
    private static final String OWN = """
            targets:
              - name: NUCLEO_F429ZI
                flash: {start: 0x08000000, size: 2M}
                ram: [{start: 0x20000000, size: 192K}, {start: 0x10000000, size: 64K}]
                sharedRam: 192K
                part: STM32F4
                pyocd: stm32f429zi
                baud: 115200
                methods: [command, pyocd]
              - name: SECRET_BOARD
                image: any
            """;

    @TempDir
    Path directory;

    /** Flash and RAM as Mbed OS's linker scripts have them. */
    @ParameterizedTest
    @CsvSource({
        "NUMAKER_PFM_NUC472, 512, 1088, 1302, 9600",
        "NUMAKER_PFM_M487, 512, 160, 1304, 9600",
        "NUMAKER_IOT_M487, 512, 160, 1308, 115200",
        "NUMAKER_IOT_M263A, 512, 96, 1310, 115200",
        "NU_M2354, 1024, 176, 1312, 115200",
        "NUMAKER_IOT_M467, 1024, 512, , 115200",
        "QEMU_MPS2_AN386, 4096, 4096, , 9600",
    })
    void whatEveryBenchKnows(String name, long flashKib, long ramKib, String code, int baud) {
        Target target = Targets.builtIn(name).orElseThrow();

        assertThat(target.flashBytes()).contains(flashKib * KIB);
        assertThat(target.ramBytes()).contains(ramKib * KIB);
        assertThat(target.mbedCode()).isEqualTo(code);
        assertThat(target.baudOrUsual()).isEqualTo(baud);
        assertThat(code == null ? Optional.of(target) : Targets.ofMbedCode(code))
                .contains(target);
    }

    @Test
    void ofAMachineThatNobodyKnowsNothingIsSaid() {
        assertThat(Target.QEMU_ARM.ramBytes()).isEmpty();
        assertThat(Target.QEMU_ARM.flashBytes()).isEmpty();
        assertThat(Target.named("OF_ANOTHER_HOST").ramBytes()).isEmpty();
        assertThat(Target.named("OF_ANOTHER_HOST").image()).isEqualTo(ImageForm.ANY);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("own.yaml"), text);
    }

    @Test
    void aFewLinesDescribeAnyCortexM() throws Exception {
        List<Target> own = Targets.read(write(OWN));

        assertThat(own).extracting(Target::name).containsExactly("NUCLEO_F429ZI", "SECRET_BOARD");
        assertThat(own.get(0).flashStart()).isEqualTo(0x08000000L);
        assertThat(own.get(0).ramBytes()).contains(192L * KIB);
        assertThat(own.get(0).methods()).containsExactly("command", "pyocd");
        assertThat(own.get(1).ramBytes()).isEmpty();
        assertThat(own.get(1).baudOrUsual()).isEqualTo(9600);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                bad("size: 2M", "size: 2G", "3: targets[0].flash.size: \"2G\" is not a size such as 512K"),
                bad("size: 2M", "sizes: 2M", "3: targets[0].flash.sizes: unknown key; did you mean size?"),
                bad("start: 0x08000000", "start: flash", "3: targets[0].flash.start"),
                bad(
                        "start: 0x08000000",
                        "start: 0xfff00000",
                        "3: targets[0].flash.size: 2M goes beyond the last address"),
                bad(
                        "    flash: {start: 0x08000000, size: 2M}\n",
                        "",
                        "targets[0].flash: missing; say where the image goes"),
                bad("0x10000000", "0x20010000", "4: targets[0].ram[1]: overlaps ram[0]; correct start or size"),
                bad("0x10000000", "0x08010000", "4: targets[0].ram[1]: overlaps flash; correct start or size"),
                bad(
                        "sharedRam: 192K",
                        "sharedRam: 1M",
                        "5: targets[0].sharedRam: 1M is more than all of ram:; give what"),
                bad("sharedRam", "sharedram", "5: targets[0].sharedram: unknown key; did you mean sharedRam?"),
                bad("    pyocd: stm32f429zi\n", "", "targets[0].pyocd: missing; give pyOCD's name of the part"),
                bad("part: STM32F4", "vectors: 0x1000", "6: targets[0].vectors: 0x1000 is no place of a vector table"),
                bad("part: STM32F4", "mbedCode: 77", "6: targets[0].mbedCode"),
                bad("baud: 115200", "baud: fast", "8: targets[0].baud"),
                bad(
                        "[command, pyocd]",
                        "[comand]",
                        "9: targets[0].methods[0]: \"comand\" is not known; did you mean command?"),
                bad("image: any", "image: cortex-m4", "11: targets[1].image: \"cortex-m4\" is not known"),
                bad(
                        "image: any",
                        "image: any\n    vectors: 0x0",
                        "12: targets[1].vectors: given for images that are not"),
                bad("SECRET_BOARD", "NUCLEO_F429ZI", "10: targets[1].name: the same as targets[0].name; keep one"),
                bad(
                        "SECRET_BOARD",
                        "NUMAKER_PFM_M487",
                        "10: targets[1].name: a target that every bench knows; leave it"),
                bad("name: SECRET_BOARD", "label: SECRET_BOARD", "targets[1].name: missing; add it"));
    }

    private static Arguments bad(String right, String wrong, String problem) {
        assertThat(OWN).contains(right);
        return Arguments.of(OWN.replace(right, wrong), problem);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithItsLineAndWhatWouldBeRight(String text, String problem) throws IOException {
        Path file = write(text);

        assertThatThrownBy(() -> Targets.read(file))
                .isInstanceOf(ImageException.class)
                .message()
                .startsWith(file + ":")
                .contains(problem)
                .contains("; ");
    }

    private static byte[] image(int bytes, int stack, int reset) {
        return ByteBuffer.allocate(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(stack)
                .putInt(reset)
                .array();
    }

    private Path binary(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("image.bin"), bytes);
    }

    @Test
    void anImageIsCheckedByWhatItsTargetSays() throws Exception {
        Target target = Targets.read(write(OWN)).get(0);
        Path good = binary(image(0x400, 0x20030000, 0x08000201));

        assertThat(ImageCheck.require(good, target).segments().get(0).address()).isEqualTo(0x08000000L);
        refused(
                image(0x400, 0x20030004, 0x08000201),
                target,
                "the initial stack pointer 0x20030004 is not in the RAM of");
        refused(
                image(0x400, 0x10010000, 0x00000201),
                target,
                "the reset vector 0x00000201 is no odd address in the flash");
        refused(image(0x400, 0x10010000, 0x08000801), target, "points at no code of the image, which is 0x8000000 to");
        refused(image(0x400, 0x20030000, 0x08000001), target, "points at no code of the image");
        refused(
                image(3 * KIB * KIB, 0x20030000, 0x08000201),
                target,
                "are outside the flash of NUCLEO_F429ZI (0x8000000 to");
        refused(image(0x400, 0x20030000, 0x08000201), Target.NUMAKER_PFM_M487, "is not in the RAM of NUMAKER_PFM_M487");
    }

    @Test
    void whereNobodyKnowsTheRamTheStackMayBeAnywhere() throws Exception {
        Target target = Targets.read(write("targets: [{name: X, flash: {start: 0x0, size: 64K}}]"))
                .get(0);

        assertThatCode(() -> ImageCheck.require(binary(image(0x400, 0x70000000, 0x201)), target))
                .doesNotThrowAnyException();
        refused(image(0x400, 0x70000000, 0x20000), target, "is no odd address in the flash");
    }

    @Test
    void aVectorTableStandsWhereTheTargetSays() throws Exception {
        Target target = Targets.read(write("targets: [{name: X, flash: {start: 0x0, size: 64K}, vectors: 0x100}]"))
                .get(0);
        byte[] behind = new byte[0x400];
        System.arraycopy(image(8, 0x20000100, 0x201), 0, behind, 0x100, 8);

        assertThatCode(() -> ImageCheck.require(binary(behind), target)).doesNotThrowAnyException();
        refused(image(0x400, 0x20000100, 0x201), target, "the reset vector 0x00000000");
        refused(image(0x80, 0x20000100, 0x21), target, "no vector table at 0x100, where X has it");
    }

    private void refused(byte[] bytes, Target target, String words) throws IOException {
        Path file = binary(bytes);

        assertThatThrownBy(() -> ImageCheck.require(file, target))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(words);
    }

    /** The manifest of an image for a board of one's own needs no other file. */
    @Test
    void aManifestHasItsOwnTarget() throws Exception {
        Target target = Targets.read(write(OWN)).get(0);
        Path file = binary(image(0x400, 0x20030000, 0x08000201));

        Image added = new NewImage(
                        "own",
                        file,
                        target,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("mqtt"),
                        new Identity("t", "c", "a/b", "a/+"),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        OptionalLong.empty())
                .addTo(directory.resolve("images"));

        Target read = added.manifest().target();
        assertThat(read).isEqualTo(target);
        assertThat(read.isDescribedAs(target)).isTrue();
        assertThat(List.of(read.methods(), read.baudOrUsual(), read.pyocd()))
                .isEqualTo(List.of(target.methods(), 115200, "stm32f429zi"));
    }

    @Test
    void aManifestWithATargetThatNobodyKnowsSaysTheNearest() throws Exception {
        Path image = directory.resolve("images/typo");
        Files.createDirectories(image);
        Files.writeString(image.resolve("manifest.yaml"), """
                file: image.bin
                sha256: "%s"
                target: NUMAKER_PFM_M478
                phases: [mqtt]
                identity: {thing: t, clientId: c, userTopic: a/b, userFilter: a/+}
                """.formatted("0".repeat(64)));

        assertThatThrownBy(() -> Images.find(directory.resolve("images"), "typo"))
                .hasMessageContaining("manifest.yaml:3: target: \"NUMAKER_PFM_M478\" is not known; did you mean"
                        + " NUMAKER_PFM_M487? known here: ");
    }
}
