package org.numakerbench.firmware.footprint;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A section of an image and the pieces it is put together from, in the order of their addresses. */
final class GnuLdSection {
    /** Names, of sections or pieces, that hold no bytes in the file: they are zeroed at start, or left as they are. */
    private static final Pattern ZERO = Pattern.compile(
            "(?:[*]fill[*]|COMMON|[.](?:bss|sbss|tbss|dynbss|noinit|uninit|heap|stack|gnu[.]linkonce[.]s?b[.])).*");

    private final String name;
    private final long address;
    private final long size;
    private final long loadAddress;
    private final Map<String, Long> objects = new HashMap<>();
    /** How far the section is explained. */
    private long cursor;

    private boolean zero = true;

    GnuLdSection(String name, long address, long size, long loadAddress) {
        this.name = name;
        this.address = address;
        this.size = size;
        this.loadAddress = loadAddress;
        cursor = address;
    }

    String name() {
        return name;
    }

    long address() {
        return address;
    }

    long size() {
        return size;
    }

    /** Where its initial bytes are kept; its address when they need not be copied. */
    long loadAddress() {
        return loadAddress;
    }

    /**
     * A piece. Each byte of the section is counted once, whatever the pieces say: pieces that were merged keep the sizes
     * they had before, for example.
     */
    void add(String piece, long at, long bytes, String file) {
        if (bytes > 0 && !ZERO.matcher(piece).matches()) {
            zero = false;
        }
        if (at > cursor && at <= address + size) {
            explain(Tally.LINKER, at - cursor);
        }
        long end = Math.min(at + bytes, address + size);
        if (at >= address && end > cursor) {
            explain(piece.equals("*fill*") ? Tally.FILL : file.isEmpty() ? Tally.LINKER : file, end - cursor);
        }
    }

    private void explain(String object, long bytes) {
        objects.merge(object, bytes, Long::sum);
        cursor += bytes;
    }

    /** Bytes by object file; they add up to the size. */
    Map<String, Long> objects() {
        if (cursor < address + size) {
            explain(Tally.LINKER, address + size - cursor);
        }
        return Map.copyOf(objects);
    }

    /** True when the flash need not hold it. */
    boolean isZero() {
        return zero || ZERO.matcher(name).matches();
    }

    /** The rest of RAM, by the linker script: none of it is in use before malloc gives it out. */
    boolean isHeap() {
        return name.startsWith(".heap");
    }

    /** Reserved, {@code .stack_dummy} in older scripts. */
    boolean isStack() {
        return name.startsWith(".stack");
    }
}
