package org.numakerbench.firmware.footprint;

/** One linker's form of a map file, read once from its first line to its last. */
sealed interface LinkerFormat permits GnuLdMap, ArmLinkMap, IarLinkMap {
    String KNOWN = "known are those of GNU ld (-Map), armlink (--map --info=sizes,totals) and IAR ilinkarm (--map)";

    /**
     * Takes the next line, without its end.
     *
     * @param number from 1
     * @throws MapException when a number in it is none that a 32-bit machine has
     */
    void line(String line, int number) throws MapException;

    /**
     * After the last line.
     *
     * @param number of the last line
     * @throws MapException when the file is cut off, holds nothing, or contradicts itself
     */
    LinkMap end(int number) throws MapException;

    /** An address or a size. */
    static long number(String hexDigits, int line) throws MapException {
        // Sixteen digits are what the patterns let through: linkers on 64-bit hosts print them all.
        long value = Long.parseUnsignedLong(hexDigits, 16);
        if (value < 0 || value > 0xffff_ffffL) {
            throw new MapException(
                    line, "0x" + hexDigits + " is no address or size of a 32-bit machine; build the image again");
        }
        return value;
    }

    /** A row that cannot be counted: the sums would be wrong without a word. */
    static MapException unknownRow(int line, String row, String known) {
        String text = row.strip().replaceAll("\\s+", " ");
        return new MapException(
                line,
                "a row of a kind that is not known here, \"" + text.substring(0, Math.min(text.length(), 120))
                        + "\"; known are " + known);
    }

    /** One clear sentence for a file whose end is missing. */
    static MapException cutOff(int line, String missing) {
        return new MapException(line, "the map is cut off here: " + missing + " is missing; copy the whole file");
    }
}
