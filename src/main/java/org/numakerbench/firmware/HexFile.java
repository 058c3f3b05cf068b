package org.numakerbench.firmware;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.numakerbench.firmware.FirmwareFile.Segment;

/** Intel HEX (Intel's "Hexadecimal Object File Format Specification", revision A): records of a colon and pairs of digits. */
final class HexFile {
    private static final int DATA = 0;
    private static final int END = 1;
    private static final int SEGMENT_ADDRESS = 2;
    private static final int SEGMENT_START = 3;
    private static final int LINEAR_ADDRESS = 4;
    private static final int LINEAR_START = 5;
    /** Count, address (2), type, checksum. */
    private static final int OVERHEAD = 5;

    private final Path file;
    private final String text;

    HexFile(Path file, byte[] bytes) {
        this.file = file;
        this.text = new String(bytes, StandardCharsets.US_ASCII);
    }

    /** A colon and a hex digit, after blank lines at most. */
    static boolean is(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at + 1 < bytes.length && bytes[at] == ':' && Character.digit(bytes[at + 1], 16) >= 0;
    }

    /** Neighbouring records are one segment. */
    List<Segment> segments() throws ImageException {
        List<Segment> pieces = new ArrayList<>();
        long base = 0;
        int number = 0;
        boolean ended = false;
        for (String line : text.split("\r\n|\n|\r", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            if (ended) {
                throw wrong(number, "a record after the end record");
            }
            byte[] record = record(line, number);
            int address = (record[1] & 0xff) << 8 | record[2] & 0xff;
            int length = record.length - OVERHEAD;
            switch (record[3]) {
                case DATA -> {
                    byte[] data = new byte[length];
                    System.arraycopy(record, 4, data, 0, length);
                    if (length > 0) {
                        pieces.add(new Segment(base + address, data));
                    }
                }
                case END -> ended = true;
                case SEGMENT_ADDRESS -> base = word(record, length, number) << 4;
                case LINEAR_ADDRESS -> base = word(record, length, number) << 16;
                case SEGMENT_START, LINEAR_START -> {
                    // Where execution begins: the vector table says so on a Cortex-M.
                }
                default -> throw wrong(number, "record type " + record[3] + " is unknown (0 to 5 are known)");
            }
        }
        if (!ended) {
            throw wrong(number, "no end record (:00000001FF): the file is cut off");
        }
        if (pieces.isEmpty()) {
            throw wrong(number, "no data");
        }
        return joined(pieces);
    }

    private long word(byte[] record, int length, int number) throws ImageException {
        if (length != 2) {
            throw wrong(number, "an address record of " + length + " bytes, not 2");
        }
        return (long) (record[4] & 0xff) << 8 | record[5] & 0xff;
    }

    private byte[] record(String line, int number) throws ImageException {
        String digits = line.strip();
        if (!digits.matches(":([0-9A-Fa-f]{2})+")) {
            throw wrong(number, "no record: a colon and pairs of hex digits");
        }
        byte[] record = HexFormat.of().parseHex(digits.substring(1));
        if (record.length < OVERHEAD || record.length != (record[0] & 0xff) + OVERHEAD) {
            throw wrong(number, "the record is cut off, or its length is wrong");
        }
        int sum = 0;
        for (byte each : record) {
            sum += each;
        }
        if ((sum & 0xff) != 0) {
            throw wrong(number, "the checksum is wrong");
        }
        return record;
    }

    private List<Segment> joined(List<Segment> pieces) throws ImageException {
        pieces.sort(Comparator.comparingLong(Segment::address));
        List<Segment> joined = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long start = pieces.get(0).address();
        for (Segment piece : pieces) {
            long end = start + bytes.size();
            if (piece.address() < end) {
                throw new ImageException(
                        String.format("%s: two records for address 0x%x; build it again", file, piece.address()));
            }
            if (piece.address() > end) {
                joined.add(new Segment(start, bytes.toByteArray()));
                bytes.reset();
                start = piece.address();
            }
            bytes.writeBytes(piece.bytes());
        }
        joined.add(new Segment(start, bytes.toByteArray()));
        return joined;
    }

    private ImageException wrong(int line, String what) {
        return new ImageException(file + ":" + line + ": not Intel HEX: " + what + "; build it again");
    }
}
