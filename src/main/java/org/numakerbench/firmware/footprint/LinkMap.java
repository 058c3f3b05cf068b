package org.numakerbench.firmware.footprint;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
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
    /** What comes first depends on the version and on the program. */
    private static final Pattern GNU_LD = Pattern.compile(
            "^(?:Archive member included (?:because|to satisfy)"
                    + "|As-needed library included to satisfy|Allocating common symbols$"
                    + "|(?:There are no discarded|Discarded) input sections$|Memory Configuration|Linker script and memory map)");

    private static final Set<String> ARMLINK = Set.of(
            "Memory Map of the image",
            "Section Cross References",
            "Removing Unused input sections from the image.",
            "Image Symbol Table");
    private static final Pattern IAR =
            Pattern.compile("^(?:[#] IAR ELF Linker\\b(?:.*? for (\\S+))?|[*]{3} PLACEMENT SUMMARY)");

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

    /** By the first line that only one linker writes, so that a map that is cut off is told from no map. */
    private static @Nullable LinkerFormat formatOf(String line, int number) throws MapException {
        if (GNU_LD.matcher(line).find()) {
            return new GnuLdMap();
        }
        if (line.contains("Tool: armlink") || ARMLINK.contains(line.strip())) {
            return new ArmLinkMap();
        }
        Matcher iar = IAR.matcher(line);
        if (iar.find()) {
            String machine = iar.group(1);
            if (machine != null && !machine.equalsIgnoreCase("arm")) {
                throw new MapException(
                        number,
                        "this is a map for " + machine + ", the boards are Arm; give the map of the board's image");
            }
            return new IarLinkMap();
        }
        String other = line.contains("IAR Universal Linker")
                ? "IAR's XLINK"
                : LLD.matcher(line).find() ? "LLVM's lld" : line.equals("Memory map") ? "GNU gold" : null;
        if (other != null) {
            throw new MapException(
                    number, "this is a map of " + other + ", which is not known here; " + LinkerFormat.KNOWN);
        }
        return null;
    }
}
