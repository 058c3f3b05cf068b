package org.numakerbench.firmware.footprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code -Map} of GNU ld (binutils ld/ldlang.c, {@code lang_map} and {@code print_input_section}; read as mbed-os
 * tools/memap.py does, section by section, but by address, so that nothing is counted twice or missed).
 *
 * <pre>
 * Memory Configuration
 * FLASH            0x00000000         0x00080000         xr
 *
 * Linker script and memory map
 *
 * .data           0x20000000       0xa8 load address 0x00024528
 *  *(.data*)
 *  .data.a_name_of_more_than_fifteen_characters
 *                 0x20000000       0x10 ./BUILD/source/main.o
 *                 0x20000000                symbol
 *  *fill*         0x20000010        0x4
 *                 0x20000014        0x4 LONG 0x1
 * OUTPUT(app.elf elf32-littlearm)
 * </pre>
 */
final class GnuLdMap implements LinkerFormat {
    private static final String HEX = "0x([0-9a-fA-F]{1,16})";
    /** A section of the image begins in the first column, a piece of it in the second. */
    private static final Pattern NAMED = Pattern.compile("^( ?)(\\S+)\\s+" + HEX + "\\s+" + HEX + "(?![^\\s])(.*)$");

    private static final Pattern NAME = Pattern.compile("^( ?)(\\S+)\\s*$");
    private static final Pattern NUMBERS = Pattern.compile("^\\s{2,}" + HEX + "\\s+" + HEX + "(?![^\\s])(.*)$");
    private static final Pattern LOAD_ADDRESS = Pattern.compile("^\\s*load address " + HEX + "\\s*$");
    private static final Pattern DATA_STATEMENT = Pattern.compile("^(?:BYTE|SHORT|LONG|QUAD|SQUAD) 0x.*");
    private static final Pattern REGION = Pattern.compile("^(\\S+)\\s+" + HEX + "\\s+" + HEX + "(?:\\s+(\\S+))?\\s*$");

    /** A line of a section's form, begun in the first column, that says something else. */
    private static final Pattern UNKNOWN = Pattern.compile("^[.]\\S+\\s.*0x");

    /** In the file for debuggers and other tools, never in the board. */
    private static final Pattern NOT_LOADED = Pattern.compile(
            "^(?:/DISCARD/$|[.](?:debug|zdebug|stab|comment|line$|gnu"
                    + "[.](?:lto|debuglto|attributes|warning)|gnu_debug|ARM[.]attributes|note[.]GNU-stack|symtab|strtab|shstrtab|mdebug)).*");

    private enum Part {
        BEFORE,
        REGIONS,
        SECTIONS,
        AFTER
    }

    private record Region(long start, long length, String attributes) {}

    private final List<Region> regions = new ArrayList<>();
    private final List<LinkMap.Section> sections = new ArrayList<>();
    private final Tally tally = new Tally();
    private Part part = Part.BEFORE;
    private @Nullable GnuLdSection section;
    private @Nullable String output;
    private @Nullable String input;
    private boolean complete;
    private long flashStart = Long.MAX_VALUE;
    private long flashEnd;

    @Override
    public void line(String line, int number) throws MapException {
        if (line.startsWith("Memory Configuration")) {
            part = Part.REGIONS;
        } else if (line.startsWith("Linker script and memory map")) {
            part = Part.SECTIONS;
        } else if (part == Part.REGIONS) {
            region(line, number);
        } else if (part == Part.SECTIONS) {
            if (line.startsWith("OUTPUT(")) {
                if (!line.matches(".*[\\s-](?:little|big)?arm.*")) {
                    throw new MapException(
                            number, "it is for no Arm: " + line.strip() + "; give the map of the board's image");
                }
                // Sections that the script does not name may still follow.
                complete = true;
                close();
            } else if (line.startsWith("Cross Reference Table")) {
                close();
                part = Part.AFTER;
            } else {
                statement(line, number);
            }
        }
    }

    private void region(String line, int number) throws MapException {
        Matcher region = REGION.matcher(line);
        if (region.matches() && !region.group(1).equals("*default*")) {
            String attributes = region.group(4) == null ? "" : region.group(4);
            regions.add(new Region(
                    LinkerFormat.number(region.group(2), number),
                    LinkerFormat.number(region.group(3), number),
                    attributes.replaceFirst("!.*", "").toLowerCase(Locale.ROOT)));
        }
    }

    private void statement(String line, int number) throws MapException {
        Matcher named = NAMED.matcher(line);
        Matcher numbers = NUMBERS.matcher(line);
        if (named.matches()) {
            long address = LinkerFormat.number(named.group(3), number);
            long size = LinkerFormat.number(named.group(4), number);
            if (named.group(1).isEmpty()) {
                open(named.group(2), address, size, named.group(5), number);
            } else {
                piece(named.group(2), address, size, named.group(5));
            }
        } else if (numbers.matches()) {
            long address = LinkerFormat.number(numbers.group(1), number);
            long size = LinkerFormat.number(numbers.group(2), number);
            String rest = numbers.group(3);
            if (output != null) {
                open(output, address, size, rest, number);
            } else if (DATA_STATEMENT.matcher(rest.strip()).matches()) {
                piece("LONG", address, size, "");
            } else if (input != null) {
                piece(input, address, size, rest);
            }
        } else {
            Matcher name = NAME.matcher(line);
            boolean alone = name.matches();
            if (!alone && UNKNOWN.matcher(line).find()) {
                throw LinkerFormat.unknownRow(number, line, "name, address and size of a section");
            }
            if (alone && name.group(1).isEmpty()) {
                close();
            }
            output = alone && name.group(1).isEmpty() ? name.group(2) : null;
            input = alone && !name.group(1).isEmpty() ? name.group(2) : null;
        }
    }

    private void open(String name, long address, long size, String rest, int number) throws MapException {
        close();
        Matcher load = LOAD_ADDRESS.matcher(rest);
        boolean loaded = load.matches();
        if (NOT_LOADED.matcher(name).matches()) {
            return;
        }
        if (!rest.isBlank() && !loaded) {
            throw LinkerFormat.unknownRow(number, name + rest, "name, address, size, and a load address at most");
        }
        section = new GnuLdSection(name, address, size, loaded ? LinkerFormat.number(load.group(1), number) : address);
    }

    private void piece(String name, long address, long size, String file) {
        input = null;
        if (section != null && (!name.startsWith("*") || name.equals("*fill*"))) {
            section.add(name, address, size, file.strip());
        }
    }

    private void close() {
        output = null;
        input = null;
        if (section != null && section.size() > 0) {
            sections.add(new LinkMap.Section(section.name(), section.address(), section.size()));
            boolean ram = isRam(section.address());
            if (section.isStack()) {
                tally.stack(section.size());
            } else if (ram && !section.isHeap()) {
                section.objects().forEach(tally::ram);
            }
            boolean stored = !section.isZero() && !section.isStack() && !section.isHeap();
            if (stored && !isRam(section.loadAddress())) {
                section.objects().forEach(tally::flash);
                flashStart = Math.min(flashStart, section.loadAddress());
                flashEnd = Math.max(flashEnd, section.loadAddress() + section.size());
            }
        }
        section = null;
    }

    /**
     * By the script's own regions: what can be written is RAM, though not below 0x10000000, where scripts give flash
     * that attribute by mistake. Without regions by the map of a Cortex-M (ARMv7-M Architecture Reference Manual, B3.1):
     * code below 0x20000000.
     */
    private boolean isRam(long address) {
        for (Region region : regions) {
            if (address >= region.start && address < region.start + region.length && !region.attributes.isEmpty()) {
                return region.attributes.contains("w") && address >= 0x1000_0000L;
            }
        }
        return address >= 0x2000_0000L;
    }

    @Override
    public LinkMap end(int number) throws MapException {
        close();
        if (!complete) {
            throw LinkerFormat.cutOff(
                    number, part == Part.SECTIONS ? "the line OUTPUT(...) after the sections" : "the memory map");
        }
        if (flashEnd == 0) {
            throw new MapException(0, "no section in it has a byte for the flash; give the map of the linked image");
        }
        return new LinkMap(tally.footprint(MapToolchain.GCC_ARM), sections, flashStart, flashEnd);
    }
}
