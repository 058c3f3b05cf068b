package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HexFormat;
import org.numakerbench.board.DriverException;
import org.numakerbench.firmware.Image;

/** The bytes that an image puts into the flash from address 0 on; a HEX file may leave gaps. */
final class ImageContent {
    private final byte[] bytes;
    private final BitSet written;

    private ImageContent(byte[] bytes, BitSet written) {
        this.bytes = bytes;
        this.written = written;
    }

    static boolean isHex(Path image) {
        return image.toString().endsWith(".hex");
    }

    /**
     * Reads a binary or an Intel HEX file. What a HEX file puts outside the flash (configuration words) is left out.
     *
     * @throws DriverException when it cannot be read, is empty or too big, or is no Intel HEX
     */
    static ImageContent of(Image image) throws DriverException {
        int room = Math.toIntExact(image.manifest().target().flashBytes());
        ImageContent content;
        byte[] file = read(image.path());
        if (isHex(image.path())) {
            content = hex(image.path(), file, room);
        } else {
            BitSet all = new BitSet();
            all.set(0, file.length);
            content = new ImageContent(file, all);
        }
        if (content.size() == 0 || content.end() > room) {
            throw new DriverException(
                    image.path() + " has " + content.size() + " bytes; the target's flash holds 1 to " + room,
                    "choose the right image");
        }
        return content;
    }

    private static byte[] read(Path file) throws DriverException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new DriverException(
                    "cannot read the image " + file + ": " + failure.getMessage(), "restore it", failure);
        }
    }

    /** Record types: 0 data, 1 end, 2 segment, 4 upper address; others (start addresses) put nothing into the flash. */
    private static ImageContent hex(Path path, byte[] file, int room) throws DriverException {
        byte[] flash = new byte[room];
        BitSet written = new BitSet();
        long base = 0;
        int number = 0;
        for (String line : new String(file, StandardCharsets.ISO_8859_1).lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            byte[] record = record(path, number, line.strip());
            if (record[3] == 1) {
                return new ImageContent(flash, written);
            }
            long value = record.length < 7 ? 0 : (record[4] & 0xFF) << 8 | record[5] & 0xFF;
            switch (record[3]) {
                case 0 -> {
                    long from = base + ((record[1] & 0xFF) << 8 | record[2] & 0xFF);
                    int count = record.length - 5;
                    if (from + count <= room) {
                        System.arraycopy(record, 4, flash, (int) from, count);
                        written.set((int) from, (int) from + count);
                    }
                }
                case 2 -> base = value << 4;
                case 4 -> base = value << 16;
                default -> {}
            }
        }
        throw new DriverException(path + " has no end record: it was cut", "restore it");
    }

    private static byte[] record(Path path, int number, String line) throws DriverException {
        try {
            byte[] record = HexFormat.of().parseHex(line.substring(1));
            int sum = 0;
            for (byte each : record) {
                sum += each;
            }
            if (line.charAt(0) == ':'
                    && record.length >= 5
                    && (record[0] & 0xFF) == record.length - 5
                    && sum << 24 == 0) {
                return record;
            }
        } catch (IllegalArgumentException noHex) {
            // Said below.
        }
        throw new DriverException(path + ":" + number + " is no Intel HEX record", "restore it");
    }

    /** How many bytes the image puts into the flash. */
    int size() {
        return written.cardinality();
    }

    /** The address after the last one. */
    int end() {
        return written.length();
    }

    /**
     * Compares with what was read from the flash at address 0.
     *
     * @return the first address that differs or is missing; -1 when all are equal
     */
    int firstDifference(byte[] flash) {
        for (int at = written.nextSetBit(0); at >= 0; at = written.nextSetBit(at + 1)) {
            if (at >= flash.length || flash[at] != bytes[at]) {
                return at;
            }
        }
        return -1;
    }
}
