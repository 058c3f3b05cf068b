package org.numakerbench.sim.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A FAT12 volume without partitions, as an adapter shows it [Microsoft FAT specification 1.03]: made, and read by the adapter. */
final class FatVolume {
    private static final int SECTOR = ScsiDisk.BLOCK_BYTES;
    private static final int SECTORS_PER_CLUSTER = 4;
    private static final int CLUSTER = SECTOR * SECTORS_PER_CLUSTER;
    private static final int FAT_SECTORS = 6;
    private static final int ROOT_ENTRIES = 128;
    private static final int ENTRY = 32;
    private static final int ROOT = (1 + 2 * FAT_SECTORS) * SECTOR;
    private static final int DATA = ROOT + ROOT_ENTRIES * ENTRY;
    private static final int MOST_KIB = 2048;
    /** Volume label, or a part of a long name: no file. */
    private static final int NO_FILE = 0x08;

    private final byte[] blocks;

    /** @param blocks of a volume that {@link #make} made, whatever the host has written since */
    FatVolume(byte[] blocks) {
        this.blocks = blocks;
    }

    /** What is on the volume under a name; the host may still be writing it. */
    record Copy(String name, byte[] content, int length) {
        boolean hasAllItsBytes() {
            return content.length == length && length > 0;
        }
    }

    /** First block of the files' contents. */
    static int dataBlock() {
        return DATA / SECTOR;
    }

    /**
     * A fresh volume.
     *
     * @param sizeKib at most 2048
     * @param files by their 8.3 names, in capitals
     */
    static byte[] make(String label, int sizeKib, Map<String, byte[]> files) {
        if (sizeKib > MOST_KIB) {
            throw new IllegalArgumentException("a volume of " + sizeKib + " KiB; at most " + MOST_KIB);
        }
        ByteBuffer disk = ByteBuffer.allocate(sizeKib * 1024).order(ByteOrder.LITTLE_ENDIAN);
        disk.put(new byte[] {(byte) 0xEB, 0x3C, (byte) 0x90}).put(ascii("MSDOS5.0"));
        disk.putShort((short) SECTOR).put((byte) SECTORS_PER_CLUSTER).putShort((short) 1);
        disk.put((byte) 2).putShort((short) ROOT_ENTRIES).putShort((short) (sizeKib * 1024 / SECTOR));
        disk.put((byte) 0xF8).putShort((short) FAT_SECTORS).putShort((short) 1).putShort((short) 1);
        disk.put(38, (byte) 0x29);
        disk.putInt(39, 0x4E754D61);
        disk.put(43, name(label, 11)).put(54, ascii("FAT12   "));
        disk.put(510, (byte) 0x55).put(511, (byte) 0xAA);
        entry(disk, 0, name(label, 11), NO_FILE, 0, 0);
        setNext(disk, 0, 0xFF8);
        setNext(disk, 1, 0xFFF);
        int number = 1;
        int cluster = 2;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String[] parts = file.getKey().split("\\.");
            byte[] shortName = new byte[11];
            System.arraycopy(name(parts[0], 8), 0, shortName, 0, 8);
            System.arraycopy(name(parts[1], 3), 0, shortName, 8, 3);
            byte[] content = file.getValue();
            int count = (content.length + CLUSTER - 1) / CLUSTER;
            entry(disk, number++, shortName, 0x20, count == 0 ? 0 : cluster, content.length);
            disk.put(DATA + (cluster - 2) * CLUSTER, content);
            for (int left = count; left > 0; left--) {
                setNext(disk, cluster, left == 1 ? 0xFFF : cluster + 1);
                cluster++;
            }
        }
        return disk.array();
    }

    private static void entry(ByteBuffer disk, int number, byte[] name, int attributes, int cluster, int length) {
        int at = ROOT + number * ENTRY;
        disk.put(at, name).put(at + 11, (byte) attributes);
        disk.putShort(at + 24, (short) 0x5921)
                .putShort(at + 26, (short) cluster)
                .putInt(at + 28, length);
    }

    /** Both copies of the table; two clusters share three bytes. */
    private static void setNext(ByteBuffer disk, int cluster, int next) {
        for (int copy = 0; copy < 2; copy++) {
            int at = (1 + copy * FAT_SECTORS) * SECTOR + cluster * 3 / 2;
            int both = disk.getShort(at) & 0xFFFF;
            int changed = (cluster & 1) == 1 ? both & 0x000F | next << 4 : both & 0xF000 | next;
            disk.putShort(at, (short) changed);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] name(String text, int length) {
        byte[] padded = new byte[length];
        Arrays.fill(padded, (byte) ' ');
        byte[] given = ascii(text);
        System.arraycopy(given, 0, padded, 0, Math.min(length, given.length));
        return padded;
    }

    /** The first {@code .bin} or {@code .hex} in the root directory whose name is none of {@code known}. */
    Optional<Copy> image(Set<String> known) {
        ByteBuffer disk = ByteBuffer.wrap(blocks).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = ROOT; at < DATA && blocks[at] != 0; at += ENTRY) {
            boolean deleted = (blocks[at] & 0xFF) == 0xE5;
            if (deleted || (blocks[at + 11] & NO_FILE) != 0) {
                continue;
            }
            String name = text(at, 8) + "." + text(at + 8, 3);
            String type = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
            if (!known.contains(name) && (type.equals("BIN") || type.equals("HEX"))) {
                int length = disk.getInt(at + 28);
                return Optional.of(new Copy(name, content(disk, disk.getShort(at + 26) & 0xFFFF, length), length));
            }
        }
        return Optional.empty();
    }

    private String text(int at, int length) {
        return new String(blocks, at, length, StandardCharsets.US_ASCII).strip();
    }

    private byte[] content(ByteBuffer disk, int first, int length) {
        byte[] content = new byte[Math.max(0, Math.min(length, blocks.length))];
        int got = 0;
        int clusters = (blocks.length - DATA) / CLUSTER;
        for (int cluster = first; cluster >= 2 && cluster < clusters + 2 && got < content.length; ) {
            int count = Math.min(CLUSTER, content.length - got);
            System.arraycopy(blocks, DATA + (cluster - 2) * CLUSTER, content, got, count);
            got += count;
            int both = disk.getShort(SECTOR + cluster * 3 / 2) & 0xFFFF;
            cluster = (cluster & 1) == 1 ? both >> 4 : both & 0xFFF;
        }
        return Arrays.copyOf(content, got);
    }
}
