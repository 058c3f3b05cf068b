package org.numakerbench.firmware.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs from version to version of a linker. Fixtures: src/test/resources/maps/README.md. */
class MapVersionsTest {
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

    private static void refused(String text, int line, String... words) {
        assertThatExceptionOfType(MapException.class)
                .isThrownBy(() -> read(text))
                .withMessageContainingAll(words)
                .satisfies(it -> assertThat(it.line()).isEqualTo(line));
    }

    private static int lineOf(String text, String part) {
        return (int) text.substring(0, text.indexOf(part)).lines().count();
    }

    @Test
    void iar6CallsInitialValuesReadOnlyData() throws Exception {
        LinkMap map = read(fixture("iar6-ro-data.map"));

        assertThat(map.footprint().flashBytes()).isEqualTo(36);
        assertThat(map.footprint().ramBytes()).isEqualTo(20);
        assertThat(map.flashEnd()).isEqualTo(36);
        assertThat(map.footprint().modules()).doesNotContainKey(Tally.FILL);
    }

    @Test
    void iar9HasAColumnForTheAlignmentWhichBlocksMayLeaveEmpty() throws Exception {
        LinkMap map = read(fixture("iar-9-70.map"));

        assertThat(map.footprint().flashBytes()).isEqualTo(172);
        assertThat(map.flashEnd()).isEqualTo(172);
        assertThat(map.footprint().modules().get(Tally.FILL)).isEqualTo(new ModuleBytes(0, 2));
        assertThat(map.footprint().stackBytes()).isEqualTo(2048);
        assertThat(map.footprint().ramBytes()).as("heap and gaps apart").isEqualTo(6 + 4 + 17);
    }

    @Test
    void armCompiler5RoundsInitialValuesUpIntoThePaddingBehindThem() throws Exception {
        LinkMap map = read(fixture("armlink-5-rounded.map"));

        assertThat(map.footprint().flashBytes()).isEqualTo(108);
        assertThat(map.footprint().modules().get(Tally.FILL)).isEqualTo(new ModuleBytes(2, 4));
        assertThat(map.footprint().modules()).doesNotContainKey(Tally.LINKER);
        assertThat(map.flashEnd()).isEqualTo(108);
    }

    @Test
    void armCompiler6LoadRegionsWithoutAByteAreNowhere() throws Exception {
        LinkMap map = read(fixture("arm6-empty-load-region.map"));

        assertThat(map.flashStart()).isZero();
        assertThat(map.flashEnd()).isEqualTo(32);
        assertThat(map.footprint().flashBytes()).isEqualTo(32);
    }

    /** Each would have been left out of the sums, or taken for a gap. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iar6-ro-data.map      | Initializer bytes  ro data | Initializer bytes  rom data",
                "iar6-ro-data.map      | .data            inited    | .data            somehow  ",
                "iar-9-70.map          | .rodata              const | .rodata              konst",
                "iar-9-70.map          | bytes of readwrite data    | bytes of readwrite tcm ",
                "armlink-5-rounded.map | 0x00000006   Data   RW     | 0x00000006   Data   RWX",
                "armlink-5-rounded.map | 0x0000001e   Code          | 0x0000001e   Stub",
                "arm6-empty-load-region.map | LR_A (Base: 0x00000000, Size: 0x00000020 | LR_A (Base: 0x00000000, Length: 32"
            })
    void rowsOfAKindThatIsNotKnownAreRefused(String name, String known, String unknown) throws Exception {
        String changed = fixture(name).replace(known, unknown);

        assertThat(changed).as("the fixture has such a row").isNotEqualTo(fixture(name));
        refused(
                changed,
                lineOf(changed, unknown),
                "not known here",
                unknown.strip().split("\\s")[0],
                "known are");
    }

    /** One figure changed, in a row or in a total: both numbers are named. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iar6-ro-data.map      | 16 bytes of readonly  code       | 17 bytes of readonly  code | 36 | 37",
                "iar6-ro-data.map      | 20 bytes of readwrite            | 24 bytes of readwrite      | 20 | 24",
                "iar6-ro-data.map      | - 0x00000024   0x24              | - 0x00000024   0x28        | 36 | 40",
                "iar-9-70.map          | 30 bytes of readonly             | 29 bytes of readonly       | 172 | 171",
                "iar-9-70.map          | 6'171 bytes                      | 6'181 bytes                | 6171 | 6181",
                "armlink-5-rounded.map | Data)                   96       | Data)                   98 | 96 | 98",
                "armlink-5-rounded.map | Data)        108                 | Data)        112           | 106 | 112",
                "armlink-5-rounded.map | Data)              1056          | Data)              1060    | 1056 | 1060",
                "arm6-empty-load-region.map | Data)         32            | Data)         36           | 32 | 36"
            })
    void aTotalThatIsNotTheSumOfTheRowsIsRefusedWithBothNumbers(
            String name, String total, String other, String sum, String said) throws Exception {
        String changed = fixture(name).replace(total, other);

        assertThat(changed).as("the fixture has such a total").isNotEqualTo(fixture(name));
        assertThatExceptionOfType(MapException.class)
                .isThrownBy(() -> read(changed))
                .withMessageContainingAll(sum + " bytes", "say", said, "copy it again");
    }

    @Test
    void twoRowsForOneByteAreRefused() throws Exception {
        String overlay = fixture("iar-9-70.map").replace("0x70          4    0x1e", "0x60          4    0x2e");

        refused(overlay, lineOf(overlay, "0x60          4"), "two rows for 0x00000060");
    }

    @Test
    void gnuLdSectionsWithMoreThanAnAddressASizeAndALoadAddressAreRefused() {
        String map = "Linker script and memory map\n\n.text 0x0 0x10\n .text 0x0 0x10 a.o\n%s\nOUTPUT(a.elf %s)\n";

        assertThat(refusal(map, ".data 0x20000000 0x10 load address 0x10", "elf32-littlearm"))
                .isEmpty();
        assertThat(refusal(map, ".data 0x20000000 0x10 overlaid at 0x10", "elf32-littlearm"))
                .contains("not known here", "overlaid");
        assertThat(refusal(map, ".data at 0x20000000 0x10", "elf32-littlearm")).contains("not known here", ".data at");
        assertThat(refusal(map, ".data 0x20000000 0x10", "elf32-avr")).contains("for no Arm", "elf32-avr");
    }

    private static String refusal(String form, String row, String machine) {
        try {
            read(form.formatted(row, machine));
            return "";
        } catch (MapException refused) {
            return refused.getMessage();
        }
    }

    /** A map begins with what only one linker writes, long before its figures. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Archive member included to satisfy reference by file (symbol)\n\nlibc.a(a.o)   b.o (c)\n",
                "Archive member included because of file (symbol)\n\nlibc.a(a.o)\n",
                "As-needed library included to satisfy reference by file (symbol)\n",
                "\nAllocating common symbols\nCommon symbol       size              file\n",
                "\nDiscarded input sections\n\n .text  0x0  0x0 a.o\n",
                "\nThere are no discarded input sections\n",
                "Section Cross References\n\n    main.o(.text) refers to a.o(.text) for a\n",
                "Component: ARM Compiler 5.05 update 1 (build 106) Tool: armlink [4d0efa]\n\n====\n",
                "Image Symbol Table\n\n    Local Symbols\n",
                "#  #\n# IAR ELF Linker V6.40.2.53884/W32 for ARM    01/Jan/2013  00:00:00 #\n#  #\n",
                "# IAR ELF Linker V7.40.3.8902/W32 for ARM     01/Jan/2016  00:00:00\n#\n"
            })
    void aMapThatEndsBeforeItsFiguresIsCutOffNotUnknown(String beginning) {
        assertThatExceptionOfType(MapException.class)
                .isThrownBy(() -> read(beginning))
                .withMessageContainingAll("cut off here", "copy the whole file");
    }

    @Test
    void theCutOffMapOfTheBugReportIsNamedSo() throws Exception {
        String map = fixture("gnu-ld-cut-off.map");

        refused(map, (int) map.lines().count(), "cut off here", "memory map");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# IAR ELF Linker V4.10.1.2197 for RL78       03/Nov/2019  23:03:05 | for RL78",
                "# IAR ELF Linker V3.11.1.207 for STM8        25/Mar/2020  08:33:01 | for STM8",
                "#      IAR Universal Linker V6.5.2.97        13/Mar/2018  10:00:00  # | XLINK"
            })
    void mapsForOtherMachinesAreNamed(String first, String machine) {
        refused("####\n" + first + "\n*** PLACEMENT SUMMARY\n", 2, machine);
    }
}
