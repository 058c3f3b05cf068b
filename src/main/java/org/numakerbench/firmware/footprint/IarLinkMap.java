package org.numakerbench.firmware.footprint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code --map} of IAR ilinkarm (IAR C/C++ Development Guide for Arm, "The linker map file"; rows as mbed-os
 * tools/memap.py reads them, {@code RE_IAR}). Later versions part digits with apostrophes; an
 * alignment between address and size is passed over.
 *
 * <pre>
 * *** PLACEMENT SUMMARY
 *   Section             Kind        Address     Size  Object
 * "P1":                                       0x1a3c
 *   .text               ro code  0x000000ac     0x20  main.o [1]
 *   Initializer bytes   const    0x00001a08     0x10  &lt;for P3-1&gt;
 *                              - 0x00001a18   0x1a3c
 *   .data               inited   0x20000000     0x10  task.o [1]
 *   CSTACK              uninit   0x20000010   0x2000  &lt;Block tail&gt;
 * *** MODULE SUMMARY
 * [1] = D:\demo\Obj
 *   6 740 bytes of readonly  code memory
 * </pre>
 */
final class IarLinkMap implements LinkerFormat {
    private static final String HEX = "0x([0-9a-fA-F']{1,20})";
    /** What stands before it is the section's name; nothing does when that was too long for its column. */
    private static final Pattern ROW =
            Pattern.compile("\\s(ro code|ro data|rw code|rw data|const|inited|zero|uninit)\\s++" + HEX
                    + "\\s++(?:\\d++\\s++)?" + HEX + "\\s++(\\S.*)$");
    /** Rows that repeat the sum of those below them. */
    private static final Pattern BLOCK =
            Pattern.compile("\\s" + HEX + "\\s++(?:\\d++\\s++)?" + HEX + "\\s++<(?:Init b|B)lock>\\s*$");

    private static final Pattern COLUMNS = Pattern.compile("^\\s*Section\\s+Kind\\s+Address\\s");
    private static final Pattern RANGE = Pattern.compile("^\"[^\"]*\"(?:, part \\d+ of \\d+)?:\\s+" + HEX + "\\s*$");
    private static final Pattern EXTENT_END = Pattern.compile("^\\s+-\\s+" + HEX + "\\s+" + HEX + "\\s*$");
    private static final Pattern WRAPPED_NAME = Pattern.compile("^ {2,}(\\S+)\\s*$");
    /** {@code main.o [1]}: the number stands for a directory or a library. */
    private static final Pattern OBJECT = Pattern.compile("^(\\S.*?)\\s\\[(\\d{1,6})\\]$");

    private static final Pattern PLACE = Pattern.compile("^(?:\\[(\\d{1,6})\\] = (\\S.*)|(\\S.*): \\[(\\d{1,6})\\])$");
    private static final Pattern TOTAL = Pattern.compile(
            "^\\s*(\\d[\\d' ,.\\u00a0]{0,20}?) ?bytes of (readonly|readwrite)\\s+(?:code|data)\\s+memory.*$");
    private static final Pattern OTHER_TOTAL = Pattern.compile("^\\s*\\d[^a-zA-Z]*bytes of .*memory.*$");
    private static final Set<String> READ_ONLY = Set.of("ro code", "ro data", "const");

    /** An object and the number of its place. */
    private record Source(String object, String place) {}

    private final Map<Source, ModuleBytes> sources = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private boolean rows;
    /** Behind the heads of the columns: what the linker was told to place stands before them. */
    private boolean table;

    private boolean totals;
    private String wrapped = "";
    private long stackBytes;
    private long heapBytes;
    private ModuleBytes gaps = ModuleBytes.NONE;
    private long readOnlyTotal;
    private long readWriteTotal;
    /** Where the next row begins unless there is a gap; negative at the start of a range. */
    private long cursor = -1;

    private long extentStart;

    private boolean lastReadOnly;
    private long flashStart = Long.MAX_VALUE;
    private long flashEnd;

    @Override
    public void line(String line, int number) throws MapException {
        if (line.startsWith("*** ")) {
            rows = line.startsWith("*** PLACEMENT SUMMARY");
            table = false;
        } else if (rows) {
            placement(line, number);
        } else {
            Matcher place = PLACE.matcher(line.stripTrailing());
            Matcher total = TOTAL.matcher(line);
            if (place.matches()) {
                boolean list = place.group(1) != null;
                places.put(place.group(list ? 1 : 4), place.group(list ? 2 : 3));
            } else if (total.matches()) {
                totals = true;
                long bytes = Long.parseLong(total.group(1).replaceAll("\\D", ""));
                if (bytes > 0xffff_ffffL) {
                    throw new MapException(number, bytes + " bytes are no memory of a 32-bit machine; build it again");
                }
                if (total.group(2).equals("readonly")) {
                    readOnlyTotal += bytes;
                } else {
                    readWriteTotal += bytes;
                }
            } else if (OTHER_TOTAL.matcher(line).matches()) {
                throw LinkerFormat.unknownRow(number, line, "readonly and readwrite, code and data memory");
            }
        }
    }

    /** Nothing with a number in it is passed over: a row that is not known would be missing in the sums. */
    private void placement(String line, int number) throws MapException {
        Matcher row = ROW.matcher(line);
        Matcher end = EXTENT_END.matcher(line);
        if (line.startsWith("Unused ranges")) {
            rows = false;
        } else if (!table) {
            table = COLUMNS.matcher(line).find();
        } else if (RANGE.matcher(line).matches()) {
            cursor = -1;
        } else if (end.matches()) {
            extent(hex(end.group(1), number), hex(end.group(2), number), number);
        } else if (row.find()) {
            String before = line.substring(0, row.start()).strip();
            row(
                    before.isEmpty() ? wrapped : before,
                    row.group(1),
                    hex(row.group(2), number),
                    hex(row.group(3), number),
                    row.group(4).strip(),
                    number);
            wrapped = "";
        } else if (!BLOCK.matcher(line).find()) {
            if (line.contains("0x")) {
                throw LinkerFormat.unknownRow(
                        number, line, "ro code, ro data, rw code, rw data, const, inited, zero, uninit");
            }
            Matcher name = WRAPPED_NAME.matcher(line);
            wrapped = name.matches() ? name.group(1) : "";
        }
    }

    private void row(String name, String kind, long address, long size, String object, int number) throws MapException {
        boolean readOnly = READ_ONLY.contains(kind);
        if (size == 0) {
            return;
        }
        if (cursor < 0) {
            extentStart = address;
        } else if (address < cursor) {
            throw new MapException(
                    number,
                    String.format("two rows for 0x%08x; such a map (overlays, perhaps) is not known here", address));
        }
        gap(address, readOnly);
        cursor = address + size;
        lastReadOnly = readOnly;
        Matcher named = OBJECT.matcher(object);
        Source source = named.matches() ? new Source(named.group(1), named.group(2)) : new Source(Tally.LINKER, "");
        if (readOnly) {
            add(source, new ModuleBytes(0, size));
            flashStart = Math.min(flashStart, address);
            flashEnd = Math.max(flashEnd, address + size);
        } else if (name.startsWith("HEAP")) {
            heapBytes += size;
        } else if (name.startsWith("CSTACK")) {
            stackBytes += size;
        } else {
            // The flash holds their initial values as "Initializer bytes", which are rows of their own.
            add(source, new ModuleBytes(size, 0));
        }
    }

    /** The end of neighbouring rows, with how many bytes they are. */
    private void extent(long end, long size, int number) throws MapException {
        if (cursor >= 0 && end - extentStart != size) {
            throw new MapException(
                    number,
                    "the rows above are " + (end - extentStart) + " bytes, this line says " + size
                            + "; the map is damaged, copy it again");
        }
        gap(end, lastReadOnly);
        cursor = -1;
    }

    private void add(Source source, ModuleBytes bytes) {
        sources.merge(source, bytes, ModuleBytes::plus);
    }

    private void gap(long address, boolean readOnly) {
        if (cursor >= 0 && address > cursor) {
            long bytes = address - cursor;
            gaps = gaps.plus(readOnly ? new ModuleBytes(0, bytes) : new ModuleBytes(bytes, 0));
        }
    }

    private static long hex(String digits, int number) throws MapException {
        String plain = digits.replace("'", "");
        if (plain.isEmpty() || plain.length() > 16) {
            throw new MapException(number, "0x" + digits + " is no number; build the image again");
        }
        return LinkerFormat.number(plain, number);
    }

    @Override
    public LinkMap end(int number) throws MapException {
        if (!totals) {
            throw LinkerFormat.cutOff(number, "the end with \"bytes of readonly code memory\"");
        }
        ModuleBytes sum = sources.values().stream().reduce(ModuleBytes.NONE, ModuleBytes::plus);
        long readWrite = sum.ramBytes() + stackBytes + heapBytes;
        // Of maps in the wild: gaps count as read-only memory always, as read-write memory not always.
        long flashFill = agree("read-only", sum.flashBytes() + gaps.flashBytes(), 0, readOnlyTotal) + gaps.flashBytes();
        long ramFill = agree("read-write", readWrite, gaps.ramBytes(), readWriteTotal);
        if (sum.flashBytes() == 0) {
            throw new MapException(0, "nothing in it goes into the flash; give the map of the linked image");
        }
        Tally tally = new Tally();
        tally.stack(stackBytes);
        tally.ram(Tally.FILL, ramFill);
        tally.flash(Tally.FILL, flashFill);
        sources.forEach((source, bytes) -> {
            tally.ram(path(source), bytes.ramBytes());
            tally.flash(path(source), bytes.flashBytes());
        });
        return new LinkMap(tally.footprint(MapToolchain.IAR), List.of(), flashStart, flashEnd);
    }

    /** How many bytes the total is more than the rows: as many as are {@code spare} at most. */
    private static long agree(String which, long rows, long spare, long total) throws MapException {
        if (total < rows || total > rows + spare) {
            throw new MapException(
                    0,
                    "the rows of its placement summary are " + rows + " bytes " + which
                            + (spare > 0 ? " and " + spare + " between them" : "") + ", its totals say " + total
                            + "; the map is damaged, copy it again");
        }
        return total - rows;
    }

    private String path(Source source) {
        String place = places.getOrDefault(source.place(), "");
        if (place.isEmpty() || source.place().isEmpty()) {
            return source.object();
        }
        return place.endsWith(".a") ? place + "(" + source.object() + ")" : place + "/" + source.object();
    }
}
