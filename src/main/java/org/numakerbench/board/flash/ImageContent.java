package org.numakerbench.board.flash;

import java.nio.file.Path;
import java.util.BitSet;
import org.numakerbench.board.DriverException;
import org.numakerbench.firmware.FirmwareFile;
import org.numakerbench.firmware.FirmwareFile.Segment;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.FailureCode;

/** The bytes that an image puts into the flash, from its beginning on; a HEX file may leave gaps. */
final class ImageContent {
    /** Of a flash of which nobody knows how large it is: firmware files are not larger. */
    private static final long MOST_BYTES = 64L * 1024 * 1024;

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
        Target target = image.manifest().target();
        long start = target.flashStart();
        FirmwareFile firmware;
        try {
            firmware = FirmwareFile.read(image.path()).in(start);
        } catch (ImageException wrong) {
            throw new DriverException(
                    FailureCode.IMAGE_UNAVAILABLE, String.valueOf(wrong.getMessage()), "restore the image", wrong);
        }
        long end = firmware.segments().stream().mapToLong(Segment::end).max().orElse(start);
        int room = Math.toIntExact(target.flashBytes().orElse(Math.min(end - start, MOST_BYTES)));
        if (firmware.format() == FirmwareFile.Format.BIN && firmware.size() > room) {
            throw new DriverException(
                    FailureCode.IMAGE_UNFIT,
                    image.path() + " has " + firmware.size() + " bytes; the target's flash holds 1 to " + room,
                    "choose the right image");
        }
        byte[] flash = new byte[room];
        BitSet written = new BitSet();
        for (Segment segment : firmware.segments()) {
            if (segment.address() >= start && segment.end() <= start + room) {
                int from = (int) (segment.address() - start);
                System.arraycopy(segment.bytes(), 0, flash, from, segment.bytes().length);
                written.set(from, from + segment.bytes().length);
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

    /** The place behind the last one, counted from the flash's beginning. */
    int end() {
        return written.length();
    }

    /**
     * Compares with what was read from the flash, from its beginning on.
     *
     * @return the first place that differs or is missing; -1 when all are equal
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
