package org.numakerbench.firmware.footprint;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a map file says.
 *
 * @param sections what the linker put out, those without a byte and those that are only for debuggers left out; empty
 *     for toolchains whose maps do not list them by the names in the ELF file
 * @param flashStart address of the first byte in the flash
 * @param flashEnd the address after its last one, gaps included: as long as a BIN file is
 */
public record LinkMap(Footprint footprint, List<Section> sections, long flashStart, long flashEnd) {
    /** Its first line, of old and new versions. */
    private static final Pattern LLD = Pattern.compile("^\\s*(?:VMA\\s+LMA|Address)\\s+Size\\s+Align\\s+Out\\s");

    /** A section of the linked image. */
    public record Section(String name, long address, long size) {}

    public LinkMap {
        sections = List.copyOf(sections);
    }

    /**
     * Reads the map of whichever known linker wrote it, told by its content. Line by line: its size is no matter.
     *
     * @throws MapException when it is no map file, or one of another linker, or cut off, or damaged
     * @throws IOException when {@code text} cannot be read
     */
    public static LinkMap read(Reader text) throws MapException, IOException {
        MapLines lines = new MapLines(text);
        LinkerFormat format = null;
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (format == null) {
                format = formatOf(line, lines.number());
            }
            if (format != null) {
                format.line(line, lines.number());
            }
        }
        if (format == null) {
            throw new MapException(
                    0, (lines.number() == 0 ? "it is empty" : "no linker's map file") + "; " + LinkerFormat.KNOWN);
        }
        return format.end(lines.number());
    }

    /** By the first line that only one linker writes. */
    private static @Nullable LinkerFormat formatOf(String line, int number) throws MapException {
        if (line.startsWith("Memory Configuration") || line.startsWith("Linker script and memory map")) {
            return new GnuLdMap();
        }
        if (line.contains("Tool: armlink") || line.strip().equals("Memory Map of the image")) {
            return new ArmLinkMap();
        }
        if (line.startsWith("# IAR ELF Linker") || line.startsWith("*** PLACEMENT SUMMARY")) {
            return new IarLinkMap();
        }
        if (LLD.matcher(line).find()) {
            throw new MapException(
                    number, "this is a map of LLVM's lld, which is not known here; " + LinkerFormat.KNOWN);
        }
        if (line.equals("Memory map")) {
            throw new MapException(number, "this is a map of GNU gold, which is not known here; " + LinkerFormat.KNOWN);
        }
        return null;
    }
}
