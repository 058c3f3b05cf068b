package org.numakerbench.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.numakerbench.firmware.FirmwareFile.Format;
import org.numakerbench.firmware.FirmwareFile.Segment;
import org.numakerbench.firmware.footprint.Footprint;

class FirmwareFileTest {
    private final Path scratch;

    FirmwareFileTest() throws IOException {
        scratch = Files.createTempDirectory("firmware");
        scratch.toFile().deleteOnExit();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(scratch.resolve(name), bytes);
    }

    private Path text(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] image(long stack, long reset, int size) {
        return Arrays.copyOf(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) stack)
                        .putInt((int) reset)
                        .array(),
                size);
    }

    private static String record(int address, int type, byte[] data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(data.length);
        bytes.write(address >> 8);
        bytes.write(address);
        bytes.write(type);
        bytes.writeBytes(data);
        int sum = 0;
        for (byte each : bytes.toByteArray()) {
            sum += each;
        }
        bytes.write(-sum);
        StringBuilder text = new StringBuilder(":");
        for (byte each : bytes.toByteArray()) {
            text.append(String.format(Locale.ROOT, "%02X", each));
        }
        return text.append("\r\n").toString();
    }

    /** As objcopy writes it. */
    private static String hex(long address, byte[] bytes) {
        StringBuilder text = new StringBuilder();
        long upper = -1;
        for (int at = 0; at < bytes.length; at += 16) {
            long here = address + at;
            if (here >> 16 != upper) {
                upper = here >> 16;
                text.append(record(0, 4, new byte[] {(byte) (upper >> 8), (byte) upper}));
            }
            text.append(
                    record((int) (here & 0xffff), 0, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 16))));
        }
        return text.append(record(0, 1, new byte[0])).toString();
    }

    private void refused(Path file, Target target, String... words) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> ImageCheck.require(file, target))
                .withMessageContainingAll(words);
    }

    @Property(tries = 200)
    void whatIsWrittenAsHexIsReadAgain(
            @ForAll @Size(min = 1, max = 300) byte[] bytes, @ForAll @IntRange(max = 5000) int pages) throws Exception {
        long address = pages * 16L;
        FirmwareFile read = FirmwareFile.read(text("x.bin", hex(address, bytes)));

        assertThat(read.format()).isEqualTo(Format.HEX);
        assertThat(read.segments()).singleElement().satisfies(it -> {
            assertThat(it.address()).isEqualTo(address);
            assertThat(it.bytes()).isEqualTo(bytes);
        });
    }

    @Property(tries = 300)
    void aChangedDigitInHexIsNoticed(
            @ForAll @Size(min = 1, max = 60) byte[] bytes, @ForAll @IntRange(max = 10_000) int place) throws Exception {
        char[] text = hex(0, bytes).toCharArray();
        int at = place % text.length;
        if (Character.digit(text[at], 16) < 0) {
            return;
        }
        text[at] = text[at] == '0' ? '1' : '0';

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> FirmwareFile.read(text("damaged.hex", new String(text))));
    }

    @Example
    void aHexFileIsNamedByLineWhenItIsDamaged() throws Exception {
        String good = hex(0, new byte[40]);
        refused(text("a.hex", good.replace(":10001000", ":10001100")), Target.NUMAKER_PFM_M487, "a.hex:3", "checksum");
        refused(text("b.hex", good.substring(0, good.indexOf(":00000001"))), Target.NUMAKER_PFM_M487, "no end record");
        refused(text("c.hex", good.substring(0, 50)), Target.NUMAKER_PFM_M487, "c.hex:2", "cut off");
        refused(text("d.hex", good + good), Target.NUMAKER_PFM_M487, "after the end record");
    }

    @Example
    void aHexFileWithTwoRecordsForOnePlaceIsRefused() throws Exception {
        String twice = record(0, 0, new byte[4]) + record(2, 0, new byte[4]) + record(0, 1, new byte[0]);

        refused(text("t.hex", twice), Target.NUMAKER_PFM_M487, "two records for address 0x2");
    }

    @Example
    void imagesOfEachBoardAreToldApart() throws Exception {
        Path m487 = file("m487.bin", image(0x20028000L, 0x101, 4096));
        Path nuc472 = file("nuc472.bin", image(0x20010000L, 0x101, 4096));
        Path external = file("external.bin", image(0x60100000L, 0x101, 4096));

        assertThat(ImageCheck.require(m487, Target.NUMAKER_PFM_M487).size()).isEqualTo(4096);
        assertThat(ImageCheck.require(nuc472, Target.NUMAKER_PFM_NUC472).format())
                .isEqualTo(Format.BIN);
        assertThat(ImageCheck.require(external, Target.NUMAKER_PFM_NUC472).format())
                .isEqualTo(Format.BIN);
        refused(m487, Target.NUMAKER_PFM_NUC472, "stack pointer 0x20028000", "NUMAKER_PFM_NUC472");
        refused(external, Target.NUMAKER_PFM_M487, "stack pointer 0x60100000");
    }

    @Example
    void whatIsNoImageAtAllIsRefused() throws Exception {
        refused(file("even.bin", image(0x20001000L, 0x100, 64)), Target.NUMAKER_PFM_M487, "reset vector 0x00000100");
        refused(file("far.bin", image(0x20001000L, 0x80001, 64)), Target.NUMAKER_PFM_M487, "reset vector 0x00080001");
        refused(
                file("long.bin", image(0x20001000L, 0x101, 512 * 1024 + 1)),
                Target.NUMAKER_PFM_M487,
                "outside the flash");
        refused(file("empty.bin", new byte[0]), Target.NUMAKER_PFM_M487, "is empty");
        refused(file("short.bin", new byte[4]), Target.NUMAKER_PFM_M487, "no vector table");
        refused(scratch.resolve("none.bin"), Target.NUMAKER_PFM_M487, "cannot be read");
        refused(
                text("high.hex", hex(0x80000, image(0x20001000L, 0x101, 64))),
                Target.NUMAKER_PFM_M487,
                "outside the flash");
        refused(text("offset.hex", hex(0x10000, image(0x20001000L, 0x101, 64))), Target.NUMAKER_PFM_M487, "0x10000");
    }

    @Example
    void configurationWordsBesideTheFlashAreAllowed() throws Exception {
        String flash = hex(0, image(0x20001000L, 0x21, 64));
        String both = flash.substring(0, flash.indexOf(":00000001")) + hex(0x300000, new byte[8]);

        assertThat(ImageCheck.require(text("c.hex", both), Target.NUMAKER_PFM_M487)
                        .segments())
                .extracting(Segment::address)
                .containsExactly(0L, 0x300000L);
    }

    @Example
    void anImageThatIsLinkedForAnotherAddressIsRefused() throws Exception {
        refused(
                Path.of("src/test/resources/maps/linked-elsewhere.bin"),
                Target.NUMAKER_PFM_M487,
                "reset vector 0x00041001",
                "0x0 to 0x1ff",
                "linked for another address");
    }

    /** Word 1 against where the image has bytes: its start, its last halfword, a hole, the configuration words. */
    @Example
    void theResetVectorPointsAtCodeOfTheImage() throws Exception {
        for (long reset : List.of(0x9L, 0x21L, 0x3fL)) {
            Path good = file("good.bin", image(0x20001000L, reset, 64));
            assertThat(ImageCheck.require(good, Target.NUMAKER_PFM_M487).size()).isEqualTo(64);
        }
        for (long reset : List.of(0x1L, 0x7L, 0x41L, 0x1001L, 0x7ffffL)) {
            refused(file("bad.bin", image(0x20001000L, reset, 64)), Target.NUMAKER_PFM_M487, "reset vector", "no code");
        }
        refused(file("half.bin", image(0x20001000L, 0x3f, 63)), Target.NUMAKER_PFM_M487, "reset vector", "no code");
        String table = hex(0, image(0x20001000L, 0x1001, 64)).replace(":00000001FF\r\n", "");
        assertThat(ImageCheck.require(text("far.hex", table + hex(0x1000, new byte[4])), Target.NUMAKER_PFM_M487)
                        .segments())
                .hasSize(2);
        refused(
                text("hole.hex", table + hex(0x1002, new byte[4])),
                Target.NUMAKER_PFM_M487,
                "0x00001001",
                "0x0 to 0x1005");
        refused(
                text("config.hex", table + hex(0x300000, new byte[8])),
                Target.NUMAKER_PFM_M487,
                "no code",
                "0x0 to 0x3f");
    }

    @Example
    void mapsOfOlderAndNewerLinkersBelongToTheirImages() throws Exception {
        Path maps = Path.of("src/test/resources/maps");
        assertThat(ImageMap.read(maps.resolve("iar6-ro-data.map"), maps.resolve("iar6-ro-data.bin"))
                        .footprint()
                        .staticBytes())
                .isEqualTo(20);
        assertThat(ImageMap.read(maps.resolve("arm6-empty-load-region.map"), maps.resolve("arm6-empty-load-region.bin"))
                        .footprint()
                        .flashBytes())
                .isEqualTo(32);
    }

    @Example
    void filesThatLieBesideAnImageAreNamed() throws Exception {
        refused(text("a.s19", "S00600004844521B\nS9030000FC\n"), Target.NUMAKER_PFM_M487, "S-records", "Intel HEX");
        refused(text("a.a", "!<arch>\nx.o/"), Target.NUMAKER_PFM_M487, "library");
        refused(text("a.uf2", "UF2\nWQ]\u009e"), Target.NUMAKER_PFM_M487, "UF2");
        refused(text("a.bin", "version https://git-lfs.github.com/spec/v1\n"), Target.NUMAKER_PFM_M487, "Git LFS");
        refused(file("a.zip", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0}), Target.NUMAKER_PFM_M487, "ZIP");
    }

    @Example
    void anElfFileOfThisMachineIsNoImage() throws Exception {
        refused(Path.of("/bin/true"), Target.NUMAKER_PFM_M487, "64-bit", "ARM");
    }

    @Example
    void anElfFileWhoseHeadersLoadTheSameBytesAgainAndAgainIsRefused() throws Exception {
        int headers = 60_000;
        ByteBuffer elf = ByteBuffer.allocate(52 + headers * 32).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1})
                .putShort(18, (short) 40)
                .putInt(28, 52);
        elf.putShort(42, (short) 32).putShort(44, (short) headers);
        for (int i = 0; i < headers; i++) {
            int at = 52 + i * 32;
            elf.putInt(at, 1).putInt(at + 16, elf.capacity());
        }

        refused(file("bomb.elf", elf.array()), Target.NUMAKER_PFM_M487, "two segments", "0x0");
    }

    @Example
    void whatArmToolsMakeIsReadInAllThreeForms() throws Exception {
        boolean tools = Files.isExecutable(Path.of("/usr/bin/arm-none-eabi-gcc"));
        assertThat(tools || System.getenv("BENCH_ALL_TOOLS") == null).isTrue();
        assumeTrue(tools, "needs arm-none-eabi-gcc");
        Path source = text("a.c", """
                int changed = 0x12345678;
                int zero[100];
                int main(void) { return changed + zero[3]; }
                const char text[] = "Using Mbed OS 5.7.1 $aws/things/Thing-7/shadow/update";
                const char filter[] = "Lab/Mbed/+";
                const char topic[] = "Lab/Mbed/D007";
                const char host[] = "a1b2c3-ats.iot.eu-west-1.amazonaws.com";
                __attribute__((section(".vectors"), used)) const void *vectors[] = {(void *)0x20008000, (void *)main};
                """);
        Path script = text("a.ld", """
                MEMORY { F (rx) : ORIGIN = 0, LENGTH = 512K
                         R (rwx) : ORIGIN = 0x20000000, LENGTH = 160K }
                SECTIONS { .text : { KEEP(*(.vectors)) *(.text*) *(.rodata*) } > F
                           .data : { *(.data*) } > R AT > F
                           .bss (NOLOAD) : { *(.bss*) } > R }
                """);
        run(
                "arm-none-eabi-gcc",
                "-mcpu=cortex-m4",
                "-mthumb",
                "-nostdlib",
                "-T" + script,
                "-Wl,-Map=a.map",
                "-Wl,-emain",
                source.toString(),
                "-o",
                "a.elf");
        run("arm-none-eabi-objcopy", "-O", "ihex", "a.elf", "a.hex");
        run("arm-none-eabi-objcopy", "-O", "binary", "a.elf", "a.bin");

        byte[] bin = Files.readAllBytes(scratch.resolve("a.bin"));
        for (String name : List.of("a.elf", "a.hex", "a.bin")) {
            FirmwareFile read = ImageCheck.require(scratch.resolve(name), Target.NUMAKER_PFM_M487);
            byte[] flash = new byte[bin.length];
            for (Segment segment : read.segments()) {
                System.arraycopy(segment.bytes(), 0, flash, (int) segment.address(), segment.bytes().length);
            }
            assertThat(flash).as(name).isEqualTo(bin);
            EmbeddedStrings told = EmbeddedStrings.of(read);
            assertThat(told.mbedOs()).containsExactly("5.7.1");
            assertThat(told.things()).containsExactly("Thing-7");
            assertThat(told.endpoints()).containsExactly("a1b2c3-ats.iot.eu-west-1.amazonaws.com");
            assertThat(told.userTopics()).containsExactly("Lab/Mbed/D007");
            assertThat(told.userFilters()).containsExactly("Lab/Mbed/+");
            Footprint footprint = ImageMap.read(scratch.resolve("a.map"), scratch.resolve(name))
                    .footprint();
            assertThat(footprint.staticBytes()).isEqualTo(404);
            assertThat(footprint.flashBytes()).isEqualTo(bin.length);
        }
    }

    private void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
