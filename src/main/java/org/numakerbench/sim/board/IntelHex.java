package org.numakerbench.sim.board;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.numakerbench.sim.board.image.BrokenImageException;

/** Intel HEX to the bytes of a flash that starts at address 0. */
final class IntelHex {
    private static final String END = ":00000001FF";
    private static final int DATA = 0;
    private static final int END_OF_FILE = 1;
    private static final int SEGMENT = 2;
    private static final int LINEAR = 4;
    /** Largest flash of any target. */
    private static final int FLASH_BYTES = 512 * 1024;

    private IntelHex() {}

    static boolean looksLike(byte[] file) {
        return file.length > 0 && file[0] == ':';
    }

    static boolean isComplete(byte[] file) {
        return text(file).stripTrailing().toUpperCase(Locale.ROOT).endsWith(END);
    }

    static byte[] decode(byte[] file) throws BrokenImageException {
        byte[] flash = new byte[FLASH_BYTES];
        Arrays.fill(flash, (byte) 0xFF);
        int length = 0;
        int base = 0;
        for (String line : text(file).lines().filter(line -> !line.isBlank()).toList()) {
            byte[] record = record(line.strip());
            int count = record[0] & 0xFF;
            int address = base + ((record[1] & 0xFF) << 8 | record[2] & 0xFF);
            switch (record[3]) {
                case DATA -> {
                    if (address < 0 || address + count > FLASH_BYTES) {
                        throw new BrokenImageException("hex file writes outside the flash: " + line);
                    }
                    System.arraycopy(record, 4, flash, address, count);
                    length = Math.max(length, address + count);
                }
                case SEGMENT -> base = ((record[4] & 0xFF) << 8 | record[5] & 0xFF) << 4;
                case LINEAR -> base = ((record[4] & 0xFF) << 8 | record[5] & 0xFF) << 16;
                case END_OF_FILE -> {
                    return Arrays.copyOf(flash, length);
                }
                default -> {} // start addresses: the vector table says it
            }
        }
        throw new BrokenImageException("hex file has no end record");
    }

    private static byte[] record(String line) throws BrokenImageException {
        try {
            byte[] record = HexFormat.of().parseHex(line.substring(1));
            int sum = 0;
            for (byte value : record) {
                sum += value;
            }
            boolean address = record.length > 3 && (record[3] == SEGMENT || record[3] == LINEAR);
            boolean fits = record.length >= 5 && record.length == (record[0] & 0xFF) + 5 && (sum & 0xFF) == 0;
            if (line.charAt(0) == ':' && fits && !(address && record.length < 7)) {
                return record;
            }
        } catch (IllegalArgumentException e) {
            throw new BrokenImageException("hex file has a line that is no record: " + line, e);
        }
        throw new BrokenImageException("hex file has a damaged record: " + line);
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.US_ASCII);
    }
}
