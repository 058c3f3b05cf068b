package org.numakerbench.board.flash;

import java.nio.file.Path;
import java.util.BitSet;
import org.numakerbench.board.DriverException;
import org.numakerbench.firmware.FirmwareFile;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.model.FailureCode;

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
     * @throws DriverException when it cannot be read, is empty, damaged or too big
     */
    static ImageContent of(Image image) throws DriverException {
        int room = Math.toIntExact(image.manifest().target().flashBytes());
        FirmwareFile firmware;
        try {
            firmware = FirmwareFile.read(image.path());
        } catch (ImageException wrong) {
            throw new DriverException(
                    FailureCode.IMAGE_UNAVAILABLE, String.valueOf(wrong.getMessage()), "restore the image", wrong);
        }
        if (firmware.format() == FirmwareFile.Format.BIN && firmware.size() > room) {
            throw new DriverException(
                    FailureCode.IMAGE_UNFIT,
                    image.path() + " has " + firmware.size() + " bytes; the target's flash holds 1 to " + room,
                    "choose the right image");
        }
        byte[] flash = new byte[room];
        BitSet written = new BitSet();
        for (FirmwareFile.Segment segment : firmware.segments()) {
            if (segment.end() <= room) {
                int from = (int) segment.address();
                System.arraycopy(segment.bytes(), 0, flash, from, segment.bytes().length);
                written.set(from, (int) segment.end());
            }
        }
        if (written.isEmpty()) {
            throw new DriverException(
                    FailureCode.IMAGE_UNFIT,
                    image.path() + " puts nothing into the target's flash of " + room + " bytes",
                    "choose the right image");
        }
        return new ImageContent(flash, written);
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
