package org.numakerbench.firmware.footprint;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code --map --info=sizes,totals} of armlink, ARM Compiler 5 and 6 (armlink User Guide, "--map" and "--info"; rows as
 * mbed-os tools/memap.py reads them, {@code RE_ARMCC}). Later versions have two columns of addresses:
 *
 * <pre>
 * Component: ARM Compiler 5.06 update 6 (build 750) Tool: armlink [4d35ed]
 * Memory Map of the image
 *   Load Region LR_IROM1 (Base: 0x00000000, Size: 0x00000510, Max: 0x00080000, ABSOLUTE)
 *     Execution Region ER_IROM1 (Exec base: 0x00000000, Load base: 0x00000000, Size: 0x00000500, ...)
 *     Exec Addr    Load Addr    Size         Type   Attr      Idx    E Section Name        Object
 *     0x00000410   0x00000410   0x00000008   Code   RO        49364  * !!!main             c_w.l(__main.o)
 *     0x00000418   0x00000418   0x00000002   PAD
 *     0x20000010        -       0x00000100   Zero   RW            9    .bss                main.o
 *     Total RO  Size (Code + RO Data)                 1280 (   1.25kB)
 * </pre>
 */
final class ArmLinkMap implements LinkerFormat {
    private static final String HEX = "0x([0-9a-fA-F]{8,16})";
    private static final Pattern ROW =
            Pattern.compile("^\\s*" + HEX + "\\s+(?:(?:0x[0-9a-fA-F]{8,16}|-|COMPRESSED)\\s+)?" + HEX
                    + "\\s+(Code|Data|Zero|PAD|LD_GEN|Ven)\\b\\s*(RO|RW|XO|ZI)?(?![^\\s])(.*)$");
    /** Index, an asterisk for entry sections, section, object. */
    private static final Pattern SECTION = Pattern.compile("^\\s*\\d+\\s+(?:\\*\\s+)?(\\S+)\\s+(\\S.*)$");

    private static final Pattern LOAD_REGION = Pattern.compile(
            "^\\s*Load Region \\S+ \\(Base: " + HEX + ", Size: " + HEX + ",(?:[^\\[]*COMPRESSED\\[" + HEX + "\\])?.*$");
    private static final Pattern TOTAL =
            Pattern.compile("^\\s*Total (RO|RW|ROM)\\s+Size \\([^)]*\\)\\s+(\\d{1,12})\\b.*$");

    private enum Kind {
        READ_ONLY,
        INITIALISED,
        ZERO,
        STACK,
        HEAP
    }

    private final Tally tally = new Tally();
    private final Tally uncompressed = new Tally();
    private final long[] sums = new long[Kind.values().length];
    private boolean mapped;
    private boolean rows;
    private boolean compressed;
    private String region = "";
    private @Nullable Kind last;
    /** Padding belongs to what follows it: what lies before zeroed data is zeroed with it. */
    private long padding;
    /** Padding between initialised and zeroed data. */
    private long behindData;

    private long readOnly = -1;
    private long readWrite = -1;
    private long rom = -1;
    private long flashStart = Long.MAX_VALUE;
    private long flashEnd;

    @Override
    public void line(String line, int number) throws MapException {
        String text = line.strip();
        Matcher row = ROW.matcher(line);
        Matcher load = LOAD_REGION.matcher(line);
        Matcher total = TOTAL.matcher(line);
        if (text.equals("Memory Map of the image")) {
            mapped = true;
            rows = true;
        } else if (text.startsWith("====")) {
            rows = false;
        } else if (text.startsWith("Execution Region ")) {
            pad(last);
            last = null;
            region = text.substring("Execution Region ".length()).toUpperCase(Locale.ROOT);
        } else if (mapped && load.matches()) {
            compressed |= load.group(3) != null;
            long base = LinkerFormat.number(load.group(1), number);
            long size = LinkerFormat.number(load.group(3) == null ? load.group(2) : load.group(3), number);
            if (size > 0) {
                flashStart = Math.min(flashStart, base);
                flashEnd = Math.max(flashEnd, base + size);
            }
        } else if (total.matches()) {
            long bytes = Long.parseLong(total.group(2));
            switch (total.group(1)) {
                case "RO" -> readOnly = bytes;
                case "RW" -> readWrite = bytes;
                default -> rom = bytes;
            }
        } else if (rows
                && row.matches()
                && (row.group(4) != null || !row.group(3).matches("Code|Data|Zero"))) {
            row(row, LinkerFormat.number(row.group(2), number));
        } else if (rows && (text.startsWith("0x") || text.startsWith("Load Region "))) {
            // Passed over, it would be missing in the sums.
            throw LinkerFormat.unknownRow(
                    number, line, "Code, Data, Zero, PAD, LD_GEN and Ven that are RO, RW, XO or ZI");
        }
    }

    private void row(Matcher row, long size) {
        if (row.group(3).equals("PAD")) {
            padding += size;
            return;
        }
        Matcher section = SECTION.matcher(row.group(5));
        boolean named = section.matches();
        String name = named ? section.group(1).toUpperCase(Locale.ROOT) : "";
        Kind kind = kind(row.group(3), row.group(4), name);
        if (size > 0) {
            pad(kind);
        }
        count(kind, named ? section.group(2) : Tally.LINKER, size);
        last = kind;
    }

    private Kind kind(String type, @Nullable String attribute, String section) {
        if (!"RW".equals(attribute) && !"ZI".equals(attribute)) {
            return Kind.READ_ONLY;
        }
        if (type.equals("Zero") || "ZI".equals(attribute)) {
            // Sections of startup files, and regions of scatter files that only reserve.
            boolean reserved = region.startsWith("ARM_LIB_");
            if (section.equals("HEAP") || reserved && !region.startsWith("ARM_LIB_STACK ")) {
                return Kind.HEAP;
            }
            return section.equals("STACK") || reserved ? Kind.STACK : Kind.ZERO;
        }
        return Kind.INITIALISED;
    }

    private void pad(@Nullable Kind kind) {
        if (padding > 0) {
            behindData += last == Kind.INITIALISED && kind != last ? padding : 0;
            count(kind == null ? Kind.READ_ONLY : kind, Tally.FILL, padding);
            padding = 0;
        }
    }

    private void count(Kind kind, String object, long size) {
        sums[kind.ordinal()] += size;
        switch (kind) {
            case READ_ONLY -> tally.flash(object, size);
            case INITIALISED -> {
                tally.ram(object, size);
                uncompressed.flash(object, size);
            }
            case ZERO -> tally.ram(object, size);
            case STACK -> tally.stack(size);
            default -> {
                // Given out by malloc, while the program runs.
            }
        }
    }

    @Override
    public LinkMap end(int number) throws MapException {
        pad(last);
        if (!mapped && rom >= 0) {
            throw new MapException(0, "armlink wrote no memory map into it; link with --map --info=sizes,totals");
        }
        if (readOnly < 0 || readWrite < 0 || rom < 0) {
            throw LinkerFormat.cutOff(
                    number, "the end with Total RO, RW and ROM Size (armlink --map --info=sizes,totals)");
        }
        agree("RO", sums[Kind.READ_ONLY.ordinal()], readOnly);
        long data = sums[Kind.INITIALISED.ordinal()];
        agree(
                "RW",
                data + sums[Kind.ZERO.ordinal()] + sums[Kind.STACK.ordinal()] + sums[Kind.HEAP.ordinal()],
                readWrite);
        if (rom < readOnly || flashEnd == 0) {
            throw new MapException(
                    0,
                    "it says that " + rom + " bytes of ROM hold " + readOnly
                            + " bytes of code and constants; build the image again");
        }
        if (compressed) {
            // What is left of the initial values belongs to no single object.
            tally.flash(Tally.LINKER, rom - readOnly);
        } else {
            // Initial values are rounded up, into the padding behind them.
            long rounding = rom - readOnly - data;
            if (rounding < 0 || rounding > behindData) {
                agree("ROM", readOnly + data, rom);
            }
            tally.addAll(uncompressed);
            tally.flash(Tally.FILL, rounding);
        }
        return new LinkMap(tally.footprint(MapToolchain.ARM), List.of(), flashStart, flashEnd);
    }

    private static void agree(String which, long rows, long total) throws MapException {
        if (rows != total) {
            throw new MapException(
                    0,
                    "the rows of its memory map are " + rows + " bytes " + which + ", its totals say " + total
                            + "; the map is damaged, copy it again");
        }
    }
}
