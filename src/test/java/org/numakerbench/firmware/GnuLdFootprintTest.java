package org.numakerbench.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.board.Needs;
import org.numakerbench.firmware.footprint.Footprint;
import org.numakerbench.firmware.footprint.FootprintDiff;
import org.numakerbench.firmware.footprint.LinkMap;

/**
 * What the map says against what {@code arm-none-eabi-size} and {@code arm-none-eabi-readelf} say of the same ELF file, to
 * the byte: of all images for QEMU, and of small ones that hold what those do not.
 */
class GnuLdFootprintTest {
    private static final Path IMAGES = Path.of("firmware-images");
    private static final String SCRIPT = """
            MEMORY { F (rx) : ORIGIN = 0, LENGTH = 512K
                     R (rwx) : ORIGIN = 0x20000000, LENGTH = 160K
                     X (rwx) : ORIGIN = 0x60000000, LENGTH = 1M }
            SECTIONS {
              .text : { KEEP(*(.vectors)) *(.text*) *(.rodata*) LONG(0x12345678) } > F
              .ARM.exidx : { *(.ARM.exidx*) } > F
              .data : ALIGN(8) { *(.data*) . = ALIGN(8); } > R AT > F
              .isr_vector.reloc (NOLOAD) : { . += 0x40; } > R
              .uninitialized (NOLOAD) : { *(.keep*) } > R
              .bss (NOLOAD) : ALIGN(8) { *(.bss*) *(COMMON) . = ALIGN(8); } > R
              .bss.extern (NOLOAD) : { *(.extern*) } > X
              .stack (NOLOAD) : { . += 0x400; } > R
              .heap (NOLOAD) : { end = .; . = ORIGIN(R) + LENGTH(R); } > R
              /DISCARD/ : { *(.discarded*) } }
            """;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void tools() {
        Needs.program("arm-none-eabi-gcc");
        Needs.program("arm-none-eabi-size");
        Needs.program("arm-none-eabi-readelf");
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    /** A section by readelf: it is in memory, and has bytes in the file. */
    private record Header(long address, long size, boolean stored) {}

    /** {@code  [ 1] .text  PROGBITS  00000000 001000 02451c 00  AX  0   0 64}: the loaded ones. */
    private Map<String, Header> readelf(Path elf) throws Exception {
        Map<String, Header> headers = new HashMap<>();
        for (String line : run(
                        "arm-none-eabi-readelf", "-SW", elf.toAbsolutePath().toString())
                .split("\n")) {
            String[] words = line.replaceFirst("^ *\\[ *\\d+\\] *", "").split(" +");
            if (line.contains("[") && words.length == 10 && words[6].contains("A") && !words[4].equals("000000")) {
                headers.put(
                        words[0],
                        new Header(
                                Long.parseLong(words[2], 16),
                                Long.parseLong(words[4], 16),
                                !words[1].equals("NOBITS")));
            }
        }
        return headers;
    }

    /** {@code .text  148764  0}. */
    private Map<String, Long> size(Path elf) throws Exception {
        Map<String, Long> sizes = new HashMap<>();
        for (String line :
                run("arm-none-eabi-size", "-A", elf.toAbsolutePath().toString()).split("\n")) {
            String[] words = line.split(" +");
            if (words.length == 3 && words[1].matches("\\d+")) {
                sizes.put(words[0], Long.parseLong(words[1]));
            }
        }
        return sizes;
    }

    private Footprint agrees(Path map, Path elf) throws Exception {
        LinkMap read = ImageMap.read(map, elf);
        Map<String, Header> headers = readelf(elf);
        Map<String, Long> sizes = size(elf);

        assertThat(read.sections()).hasSameSizeAs(headers.keySet()).allSatisfy(section -> {
            assertThat(section.size())
                    .as(section.name())
                    .isEqualTo(headers.get(section.name()).size())
                    .isEqualTo(sizes.get(section.name()));
            assertThat(section.address()).isEqualTo(headers.get(section.name()).address());
        });
        long ram = 0;
        long flash = 0;
        for (Map.Entry<String, Header> each : headers.entrySet()) {
            boolean dynamic = each.getKey().equals(".heap") || each.getKey().equals(".stack");
            ram += each.getValue().address() >= 0x20000000L && !dynamic ? sizes.get(each.getKey()) : 0;
            flash += each.getValue().stored() ? sizes.get(each.getKey()) : 0;
        }
        Footprint footprint = read.footprint();
        assertThat(footprint.ramBytes()).isEqualTo(ram);
        assertThat(footprint.flashBytes()).isEqualTo(flash);
        assertThat(footprint.stackBytes()).isEqualTo(sizes.getOrDefault(".stack", 0L));
        Path bin = scratch.resolve("image.bin");
        run("arm-none-eabi-objcopy", "-O", "binary", elf.toAbsolutePath().toString(), bin.toString());
        assertThat(read.flashEnd() - read.flashStart()).isEqualTo(Files.size(bin));
        return footprint;
    }

    @Test
    void allImagesForQemuAgreeToTheByte() throws Exception {
        List<String> ids = new ArrayList<>();
        for (String id : Images.ids(IMAGES)) {
            if (id.startsWith("qemu-")) {
                ids.add(id);
            }
        }
        Needs.that(!ids.isEmpty(), "no images for QEMU; scripts/build-qemu-images makes them");
        for (String id : ids) {
            Image image = Images.find(IMAGES, id);
            Footprint footprint = image.footprint().orElseThrow();

            assertThat(agrees(image.path().resolveSibling("firmware.map"), image.path()))
                    .as(id)
                    .isEqualTo(footprint);
            assertThat(image.manifest().staticBytes()).as(id).isEqualTo(footprint.staticBytes());
            assertThat(footprint.modules()).containsKeys("board", "lwip/core", "mbedtls", "[lib]/c", "[lib]/gcc");
        }
    }

    @Test
    void theModuleThatABiggerTlsBufferIsInIsNamed() throws Exception {
        Needs.that(
                Files.exists(IMAGES.resolve("qemu-5.7.1-tls-4k/manifest.yaml")),
                "no images for QEMU; scripts/build-qemu-images makes them");
        Footprint small = Images.find(IMAGES, "qemu-5.7.1-tls-4k").footprint().orElseThrow();
        Footprint big = Images.find(IMAGES, "qemu-5.7.1").footprint().orElseThrow();

        assertThat(FootprintDiff.of(small, big).changed())
                .extracting(FootprintDiff.Row::module)
                .contains("mbedtls")
                .isSubsetOf("board", "mbedtls", "[fill]", "[linker]", "[lib]/c", "lwip/core");
    }

    private void source(String name, String text) throws Exception {
        Path file = scratch.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        List<String> command = new ArrayList<>(
                List.of("arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-Os", "-fcommon", "-ffunction-sections"));
        command.addAll(List.of("-fdata-sections", "-c", name, "-o", name.replaceFirst("\\.c$", ".o")));
        run(command.toArray(String[]::new));
    }

    private void link(String name, String... more) throws Exception {
        Files.writeString(scratch.resolve("a.ld"), SCRIPT);
        List<String> command = new ArrayList<>(List.of("arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-Ta.ld"));
        command.addAll(List.of("-nostartfiles", "-specs=nano.specs", "-specs=nosys.specs", "-Wl,--gc-sections"));
        command.addAll(List.of("-Wl,-emain", "-Wl,--cref", "-Wl,-Map=" + name + ".map", "-o", name + ".elf"));
        command.addAll(List.of(more));
        run(command.toArray(String[]::new));
    }

    /** Common symbols, long section names, alignment, a static library, memory that is kept, a second RAM. */
    private void smallImage() throws Exception {
        source("main.c", """
                #include <string.h>
                #include <stdlib.h>
                extern int encrypt(const char *text, int length);
                int shared_without_a_value[37];
                char odd_number_of_bytes_with_a_name_that_takes_a_line[13] = "abc";
                char another[3];
                __attribute__((aligned(64))) char buffer_of_tls[100];
                __attribute__((section(".keep.crash"))) int kept[5];
                __attribute__((section(".extern.lwip"))) char far[5000];
                __attribute__((section(".discarded"))) int never[50];
                static const char constants_that_are_merged[] = "one text";
                int main(int count, char **texts) {
                    char *copy = malloc(strlen(texts[0]) + kept[1]);
                    memcpy(copy, constants_that_are_merged, count);
                    far[count] = another[1] + odd_number_of_bytes_with_a_name_that_takes_a_line[count];
                    return encrypt(copy, shared_without_a_value[count]) + buffer_of_tls[count];
                }
                __attribute__((section(".vectors"), used)) const void *vectors[] = {(void *)0x20008000, (void *)main};
                """);
        source("net/tls/cipher.c", """
                static unsigned char table[255] = {1, 2, 3};
                int shared_without_a_value[37];
                int encrypt(const char *text, int length) { table[length] ^= text[0]; return table[text[1]] / length; }
                """);
        run("arm-none-eabi-ar", "rcs", "libcrypto.a", "net/tls/cipher.o");
    }

    @Test
    void smallImagesWithAllThatALinkerDoesAgreeToTheByte() throws Exception {
        smallImage();
        link("library", "main.o", "-L.", "-lcrypto");
        link("objects", "main.o", "net/tls/cipher.o");

        Footprint library = agrees(scratch.resolve("library.map"), scratch.resolve("library.elf"));
        Footprint objects = agrees(scratch.resolve("objects.map"), scratch.resolve("objects.elf"));

        assertThat(library.modules()).containsKeys("main.o", "crypto", "[lib]/c", "[fill]", "[linker]");
        assertThat(objects.modules()).containsKeys("main.o", "net/tls", "[lib]/c");
        assertThat(objects.modules().get("net/tls")).isEqualTo(library.modules().get("crypto"));
        // What alignment costs among the common symbols of one object, the linker counts as that object's.
        long symbols = 37 * 4 + 13 + 3 + 100 + 5 * 4 + 5000;
        assertThat(library.modules().get("main.o").ramBytes()).isBetween(symbols, symbols + 64);
        assertThat(library.stackBytes()).isEqualTo(0x400);
    }

    @Test
    void linkTimeOptimisationAgreesToo() throws Exception {
        smallImage();
        link("lto", "-flto", "-Os", "-fcommon", "main.c", "net/tls/cipher.c");

        Footprint footprint = agrees(scratch.resolve("lto.map"), scratch.resolve("lto.elf"));

        assertThat(footprint.modules()).containsKey("[lto]");
    }

    @Test
    void theMapOfAnotherImageIsRefusedWithBothFigures() throws Exception {
        smallImage();
        link("one", "main.o", "-L.", "-lcrypto");
        Files.writeString(
                scratch.resolve("main.c"),
                Files.readString(scratch.resolve("main.c")).replace("buffer_of_tls[100]", "buffer_of_tls[200]"));
        source("main.c", Files.readString(scratch.resolve("main.c")));
        link("other", "main.o", "-L.", "-lcrypto");
        run("arm-none-eabi-objcopy", "-O", "binary", "one.elf", "one.bin");
        run("arm-none-eabi-objcopy", "-O", "ihex", "one.elf", "one.hex");
        Files.write(scratch.resolve("longer.bin"), new byte[(int) Files.size(scratch.resolve("one.bin")) + 1]);
        Path map = scratch.resolve("other.map");

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> ImageMap.read(map, scratch.resolve("one.elf")))
                .withMessageContainingAll("other.map is the map of another image", "bytes at 0x2", "same build");
        assertThat(ImageMap.read(scratch.resolve("one.map"), scratch.resolve("one.bin")))
                .isEqualTo(ImageMap.read(scratch.resolve("one.map"), scratch.resolve("one.hex")))
                .isEqualTo(ImageMap.read(scratch.resolve("one.map"), scratch.resolve("one.elf")));
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> ImageMap.read(map, scratch.resolve("longer.bin")))
                .withMessageContainingAll("the flash is", "bytes long by the map");
    }
}
