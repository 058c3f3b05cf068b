package org.numakerbench.firmware.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.numakerbench.firmware.footprint.LinkMap.Section;

/** Fixtures: src/test/resources/maps/README.md. Maps of the real GNU ld: GnuLdFootprintTest, beside the images. */
class LinkMapTest {
    /** As GNU ld 2.40 prints it; shortened. */
    private static final String GNU = """
            Archive member included to satisfy reference by file (symbol)

            libmbedtls.a(ssl.o)           ./BUILD/main.o (mbedtls_ssl_read)

            Discarded input sections

             .text          0x00000000     0x1000 ./BUILD/main.o

            Memory Configuration

            Name             Origin             Length             Attributes
            FLASH            0x00000000         0x00080000         xr
            RAM              0x20000000         0x00028000         xrw
            *default*        0x00000000         0xffffffff

            Linker script and memory map

            LOAD ./BUILD/main.o
                            0x00000800                        __stack_size = 0x800

            .text           0x00000000       0x50
             *(.isr_vector)
             .isr_vector    0x00000000       0x10 ./BUILD/main.o
                            0x00000000                __vectors
             *(.text*)
             .text.a_function_with_a_long_name
                            0x00000010       0x1e ./BUILD/source/net/tls/a file.o
                                             0x24 (size before relaxing)
             *fill*         0x0000002e        0x2\040
             .text.read     0x00000030       0x10 lib/libmbedtls.a(ssl.o)
             .text          0x00000040        0x8 /usr/lib/gcc/arm-none-eabi/12.2.1/libgcc.a(_dvmd_tls.o)
                            0x00000048        0x4 LONG 0x1

            .glue_7         0x00000050        0x0
             .glue_7        0x00000050        0x0 linker stubs

            .a_section_of_a_long_name
                            0x20000000       0x10 load address 0x00000050
             .data.x        0x20000000       0x10 ./BUILD/main.o

            .bss            0x20000010      0x100 load address 0x00000060
             .bss           0x20000010       0x80 ./BUILD/source/net/tls/a file.o
             COMMON         0x20000090       0x7c /tmp/ccX1.ltrans0.ltrans.o

            .stack          0x20000110      0x800 load address 0x00000060
             *fill*         0x20000110      0x800\040

            .heap           0x20000910     0x1000 load address 0x00000060
             *fill*         0x20000910     0x1000\040

            /DISCARD/
             *(.note*)
            OUTPUT(app.elf elf32-littlearm)

            .debug_info     0x00000000    0x673e5
             .debug_info    0x00000000    0x673e5 ./BUILD/main.o
            """;

    private static LinkMap read(String text) throws MapException {
        try {
            return LinkMap.read(new StringReader(text));
        } catch (IOException none) {
            throw new AssertionError("a text in memory", none);
        }
    }

    private static String fixture(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/maps", name), StandardCharsets.UTF_8);
    }

    private static ModuleBytes bytes(long ram, long flash) {
        return new ModuleBytes(ram, flash);
    }

    private static void refused(String text, String... words) {
        assertThatExceptionOfType(MapException.class)
                .isThrownBy(() -> read(text))
                .withMessageContainingAll(words);
    }

    @Example
    void gnuLdEachByteOfTheImageIsSomeones() throws Exception {
        LinkMap map = read(GNU);

        Footprint footprint = map.footprint();
        assertThat(footprint.toolchain()).isEqualTo(MapToolchain.GCC_ARM);
        assertThat(footprint.modules())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "main.o", bytes(0x10, 0x10 + 0x10),
                        "source/net/tls", bytes(0x80, 0x1e),
                        "mbedtls", bytes(0, 0x10),
                        "[lib]/gcc", bytes(0, 8),
                        "[lto]", bytes(0x7c, 0),
                        "[fill]", bytes(0, 2),
                        "[linker]", bytes(4, 8)));
        assertThat(footprint.ramBytes()).isEqualTo(0x110);
        assertThat(footprint.stackBytes()).isEqualTo(0x800);
        assertThat(footprint.staticBytes()).isEqualTo(0x910);
        assertThat(footprint.flashBytes()).isEqualTo(0x60);
        assertThat(map.flashStart()).isZero();
        assertThat(map.flashEnd()).isEqualTo(0x60);
        assertThat(map.sections())
                .containsExactly(
                        new Section(".text", 0, 0x50),
                        new Section(".a_section_of_a_long_name", 0x20000000, 0x10),
                        new Section(".bss", 0x20000010, 0x100),
                        new Section(".stack", 0x20000110, 0x800),
                        new Section(".heap", 0x20000910, 0x1000));
    }

    @Example
    void gnuLdOfAWindowsHostAndALinkerThatPrintsSixteenDigitsSaysTheSame() throws Exception {
        String wide = GNU.replaceAll("0x([0-9a-f]{8})(?=\\s)", "0x00000000$1").replace("\n", "\r\n");

        assertThat(read(wide)).isEqualTo(read(GNU));
    }

    @Example
    void armCompiler5() throws Exception {
        LinkMap map = read(fixture("armlink-5.map"));

        Footprint footprint = map.footprint();
        assertThat(footprint.toolchain()).isEqualTo(MapToolchain.ARM);
        assertThat(footprint.modules())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "main.o", bytes(0x10 + 0xf4, 0x1fe + 0x10),
                        "startup_M480.o", bytes(0, 0xf0),
                        "mbedtls", bytes(0x10, 0x100 + 0x108),
                        "[lib]/c_w", bytes(0, 8),
                        "[fill]", bytes(4, 2),
                        "[linker]", bytes(0, 0x10)));
        assertThat(footprint.stackBytes()).isEqualTo(0x400);
        assertThat(footprint.flashBytes()).isEqualTo(1312);
        assertThat(map.flashEnd() - map.flashStart()).isEqualTo(1312);
    }

    @Example
    void armCompiler6WithPathsAndCompressedData() throws Exception {
        LinkMap map = read(fixture("armlink-6.map"));

        Footprint footprint = map.footprint();
        assertThat(footprint.modules())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "main.o", bytes(252, 256),
                        "mbed-os/targets/TARGET_NUVOTON", bytes(0, 64),
                        "mbed-os/features/mbedtls", bytes(256, 192),
                        "[fill]", bytes(4, 0),
                        "[linker]", bytes(0, 40)));
        assertThat(footprint.stackBytes()).isEqualTo(0x400);
        assertThat(footprint.flashBytes()).isEqualTo(552);
        assertThat(map.flashEnd()).isEqualTo(552);
    }

    @Example
    void iarOldAndNew() throws Exception {
        LinkMap map = read(fixture("iar-8.map"));

        Footprint footprint = map.footprint();
        assertThat(footprint.toolchain()).isEqualTo(MapToolchain.IAR);
        assertThat(footprint.modules())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "main.o", bytes(16 + 30, 254),
                        "mbed-os/features/mbedtls", bytes(256, 128 + 32),
                        "mbed-os/targets/TARGET_NUVOTON", bytes(0, 64),
                        "[lib]/rt7M_tl", bytes(0, 16),
                        "[fill]", bytes(2, 2),
                        "[linker]", bytes(0, 16 + 16)));
        assertThat(footprint.stackBytes()).isEqualTo(2048);
        assertThat(footprint.flashBytes()).isEqualTo(464 + 64);
        assertThat(map.flashEnd()).isEqualTo(0x210);
        assertThat(read(fixture("iar-9.map"))).isEqualTo(map);
    }

    @Example
    void mapsOfOtherLinkersAndOtherTextsAreNamed() {
        refused("", "it is empty", "GNU ld (-Map)", "armlink", "IAR");
        refused("some text\nof two lines\n", "no linker's map file", "known are");
        refused(" VMA      LMA     Size Align Out     In      Symbol\n 0  0  10 4 .text\n", "LLVM's lld");
        refused("             VMA              LMA     Size Align Out     In      Symbol\n", "LLVM's lld");
        refused("Memory map\n", "gold");
        refused("\u007fELF\u0001\u0001\u0000", "no text");
        refused("x".repeat(100_000), "no text of lines");
    }

    @Example
    void cutOffAnywhereIsNoticed() throws Exception {
        for (String whole : List.of(GNU, fixture("armlink-5.map"), fixture("iar-8.map"))) {
            int from = whole.indexOf("emory"); // Before it nothing tells the linker.
            int end = Math.max(
                    whole.indexOf("OUTPUT("), Math.max(whole.indexOf("Total ROM Size"), whole.indexOf("464 bytes of")));
            for (int at = Math.max(from, 100); at < end; at += 37) {
                String part = whole.substring(0, at);
                assertThatExceptionOfType(MapException.class)
                        .as(part.substring(Math.max(0, at - 60)))
                        .isThrownBy(() -> read(part));
            }
            refused(whole.substring(0, end), "cut off here", "copy the whole");
        }
    }

    @Example
    void rowsThatDoNotAddUpToTheTotalsAreNamedWithBothFigures() throws Exception {
        refused(
                fixture("armlink-5.map").replace("0x000001fe   Code", "0x000001fa   Code"),
                "1292 bytes RO",
                "totals say 1296");
        refused(fixture("iar-8.map").replace("464 bytes of", "460 bytes of"), "528 bytes read-only", "totals say 524");
        refused(GNU.replace("0x20000010      0x100", "0x20000010  0x1000000000"), "0x1000000000", "32-bit machine");
    }

    @Provide
    Arbitrary<String> maps() throws IOException {
        return Arbitraries.of(GNU, fixture("armlink-5.map"), fixture("armlink-6.map"), fixture("iar-9.map"));
    }

    @Property(tries = 400)
    void whateverHappensToAMapItIsReadOrRefusedInOneSentence(
            @ForAll("maps") String map,
            @ForAll @IntRange(max = 100_000) int place,
            @ForAll @IntRange(max = 200) int length,
            @ForAll("noise") String noise) {
        int at = place % map.length();
        String changed = map.substring(0, at) + noise + map.substring(Math.min(map.length(), at + length));

        eitherWay(changed);
        eitherWay(map.substring(0, at));
    }

    @Property(tries = 300)
    void anyTextAfterAnyBeginningIsReadOrRefused(
            @ForAll("beginnings") String beginning, @ForAll("noise") String noise) {
        eitherWay(beginning + noise);
    }

    @Example
    void longRunsOfSpacesTakeNoTime() {
        String spaces = " ".repeat(60_000);
        for (String beginning : List.of(
                "Memory Configuration\nLinker script and memory map\n.text 0x0 0x10",
                "Memory Map of the image\n    0x00000000   0x000000f0   Data",
                "*** PLACEMENT SUMMARY\n  .text",
                "# IAR ELF Linker\n1")) {
            eitherWay(beginning + (spaces + "x\n").repeat(20));
            eitherWay(beginning + ("\n" + spaces + "x ").repeat(20));
        }
    }

    @Provide
    Arbitrary<String> beginnings() {
        return Arbitraries.of(
                "Memory Configuration\n",
                "Linker script and memory map\n",
                "Linker script and memory map\n.data 0x20000000 0x10\n",
                "Tool: armlink\nMemory Map of the image\n",
                "*** PLACEMENT SUMMARY\n",
                "");
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of(
                        "\n",
                        " ",
                        "                ",
                        ".bss",
                        " .bss",
                        "0xffffffff",
                        "0x00000010",
                        "0xffffffffffffffff",
                        "*fill*",
                        "a/b/../../../c.o",
                        "OUTPUT(",
                        "Zero   RW 1 ",
                        "Code   RO 1 ",
                        "    PAD",
                        "uninit",
                        "ro code",
                        "lib.a(x.o)",
                        "[1]",
                        "[1] = x",
                        "\"P1\": 0x10",
                        "Total RO  Size (x) 99",
                        "9 bytes of readonly code memory",
                        "\u0000",
                        "\u001b[31m",
                        "\u202e")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static void eitherWay(String text) {
        try {
            Footprint footprint = read(text).footprint();
            assertThat(footprint.flashBytes()).isNotNegative();
        } catch (MapException refused) {
            assertThat(refused.getMessage()).contains("; ").doesNotContain("\n");
        }
    }
}
