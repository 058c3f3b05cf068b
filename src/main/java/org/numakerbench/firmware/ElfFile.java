package org.numakerbench.firmware;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.numakerbench.firmware.FirmwareFile.Segment;

/** ELF for ARM, 32 bits, little endian (System V ABI, chapters 4 and 5): what its program headers load. */
final class ElfFile {
    private static final int MACHINE_ARM = 40;
    private static final int LOAD = 1;
    private static final int CLASS_32 = 1;
    private static final int LITTLE_ENDIAN = 1;
    private static final int HEADER_BYTES = 52;
    private static final int PROGRAM_HEADER_BYTES = 32;
    private static final int SECTION_HEADER_BYTES = 40;
    /** SHF_ALLOC. */
    private static final int ALLOCATED = 2;
    /** SHT_NOBITS. */
    private static final int NO_BITS = 8;

    private final Path file;
    private final byte[] bytes;

    ElfFile(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    static boolean is(byte[] bytes) {
        return bytes.length > 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F';
    }

    /**
     * A section that is in the board's memory.
     *
     * @param stored false for one that is zeroed at start or left as it is
     */
    record Section(String name, long address, long size, boolean stored) {}

    List<Segment> segments() throws ImageException {
        if (bytes.length < HEADER_BYTES) {
            throw wrong("it is cut off in its header");
        }
        if (bytes[5] != LITTLE_ENDIAN || bytes[4] != CLASS_32) {
            throw wrong("it is for a " + (bytes[4] == CLASS_32 ? "32" : "64") + "-bit machine ("
                    + machine(bytes[18] & 0xff) + "), the boards are 32-bit ARM, little endian");
        }
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int machine = elf.getShort(18) & 0xffff;
        if (machine != MACHINE_ARM) {
            throw wrong("it is for " + machine(machine) + ", the boards are ARM");
        }
        try {
            return loaded(elf);
        } catch (IndexOutOfBoundsException | BufferUnderflowException beyond) {
            throw wrong("it is cut off, or its program headers are damaged");
        }
    }

    private List<Segment> loaded(ByteBuffer elf) throws ImageException {
        int table = elf.getInt(28);
        int size = elf.getShort(42) & 0xffff;
        int count = elf.getShort(44) & 0xffff;
        NavigableMap<Long, Segment> segments = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int at = table + i * size;
            if (size < PROGRAM_HEADER_BYTES || at < 0) {
                throw wrong("its program headers are damaged");
            }
            int length = elf.getInt(at + 16);
            if (elf.getInt(at) == LOAD && length != 0) {
                byte[] content = new byte[Math.min(Math.max(length, 0), bytes.length)];
                elf.get(elf.getInt(at + 4), content);
                if (content.length != length) {
                    throw wrong("it is cut off: a segment is longer than the file");
                }
                // Where it lies in the flash, not where it runs: initialised data is copied at start.
                long address = elf.getInt(at + 12) & 0xffffffffL;
                Map.Entry<Long, Segment> before = segments.floorEntry(address + length - 1);
                if (before != null && before.getValue().end() > address) {
                    throw wrong("two segments load 0x" + Long.toHexString(Math.max(address, before.getKey())));
                }
                segments.put(address, new Segment(address, content));
            }
        }
        if (segments.isEmpty()) {
            throw wrong("it loads nothing; give the linked image, not an object file");
        }
        return List.copyOf(segments.values());
    }

    /**
     * What its section headers say, those without a byte and those for debuggers left out; empty when they were stripped
     * off.
     *
     * @throws ImageException when they are damaged
     */
    List<Section> sections() throws ImageException {
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int table = elf.getInt(32);
            int size = elf.getShort(46) & 0xffff;
            int count = elf.getShort(48) & 0xffff;
            List<Section> sections = new ArrayList<>();
            if (count > 0 && size < SECTION_HEADER_BYTES) {
                throw wrong("its section headers are damaged");
            }
            int names = count == 0 ? 0 : elf.getInt(table + (elf.getShort(50) & 0xffff) * size + 16);
            for (int i = 0; i < count; i++) {
                int at = table + i * size;
                long length = elf.getInt(at + 20) & 0xffffffffL;
                if ((elf.getInt(at + 8) & ALLOCATED) != 0 && length > 0) {
                    sections.add(new Section(
                            name(names + elf.getInt(at)),
                            elf.getInt(at + 12) & 0xffffffffL,
                            length,
                            elf.getInt(at + 4) != NO_BITS));
                }
            }
            return sections;
        } catch (IndexOutOfBoundsException beyond) {
            throw wrong("it is cut off, or its section headers are damaged");
        }
    }

    private String name(int at) {
        int end = at;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
    }

    private static String machine(int number) {
        return switch (number) {
            case 3 -> "x86";
            case 8 -> "MIPS";
            case MACHINE_ARM -> "ARM";
            case 62 -> "x86-64";
            case 94 -> "Xtensa";
            case 183 -> "AArch64";
            case 243 -> "RISC-V";
            default -> "machine " + number;
        };
    }

    private ImageException wrong(String what) {
        return new ImageException(file + ": ELF file: " + what + "; give the image that was built for the board");
    }
}
