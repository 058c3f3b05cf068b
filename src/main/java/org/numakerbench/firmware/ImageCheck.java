package org.numakerbench.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.numakerbench.firmware.FirmwareFile.Segment;
import org.numakerbench.firmware.Target.ImageForm;
import org.numakerbench.firmware.Target.Region;

/**
 * Whether an image can run on a target at all. An adapter that programs by mass storage verifies nothing and reports
 * nothing, not even for an image of another vendor's board (mbed-os issue 8254): what can be known beforehand is looked at
 * here.
 */
public final class ImageCheck {
    /** User configuration words CONFIG0 to CONFIG3, which a HEX file may hold too; adapters leave them as they are. */
    private static final long CONFIG_START = 0x00300000L;

    private static final long CONFIG_BYTES = 16;

    /** Where code can begin at the earliest: behind the initial stack pointer and the reset vector. */
    private static final long TWO_VECTORS = 8;

    private ImageCheck() {}

    /**
     * Reads {@code file} and checks it.
     *
     * @throws ImageException when it cannot be this target's: what is where, and what would be right
     */
    public static FirmwareFile require(Path file, Target target) throws ImageException {
        FirmwareFile firmware = FirmwareFile.read(file).in(target.flashStart());
        Region flash = target.flash();
        if (target.image() == ImageForm.ELF && firmware.format() != FirmwareFile.Format.ELF) {
            throw new ImageException(file + ": " + target + " takes an ELF file, this is " + firmware.format());
        }
        if (target.image() != ImageForm.CORTEX_M || flash == null) {
            return firmware;
        }
        for (Segment segment : firmware.segments()) {
            if (!isConfiguration(segment) && (segment.address() < flash.first() || segment.end() > flash.end())) {
                throw new ImageException(String.format(
                        "%s: bytes at 0x%x to 0x%x are outside the flash of %s (0x%x to 0x%x); is it built for that board?",
                        file, segment.address(), segment.end() - 1, target, flash.first(), flash.end() - 1));
            }
        }
        long vectors = target.vectorTable();
        byte[] table = firmware.segments().stream()
                .filter(it -> it.address() <= vectors && vectors + TWO_VECTORS <= it.end())
                .findFirst()
                .map(it -> Arrays.copyOfRange(
                        it.bytes(), (int) (vectors - it.address()), (int) (vectors - it.address() + TWO_VECTORS)))
                .orElseThrow(() -> new ImageException(String.format(
                        "%s: no vector table at 0x%x, where %s has it; its first byte is at 0x%x",
                        file, vectors, target, firmware.segments().get(0).address())));
        vectors(file, target, flash, firmware, vectors, ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN));
        return firmware;
    }

    private static boolean isConfiguration(Segment segment) {
        return segment.address() >= CONFIG_START && segment.end() <= CONFIG_START + CONFIG_BYTES;
    }

    /** The first two words: initial stack pointer and reset vector, an odd address (ARMv7-M, B1.5.2 and B1.5.3). */
    private static void vectors(
            Path file, Target target, Region flash, FirmwareFile firmware, long vectors, ByteBuffer table)
            throws ImageException {
        long stack = table.getInt(0) & 0xffffffffL;
        long reset = table.getInt(4) & 0xffffffffL;
        if (stack % 4 != 0 || !target.ram().isEmpty() && target.ram().stream().noneMatch(it -> isTop(stack, it))) {
            throw new ImageException(String.format(
                    "%s: the initial stack pointer 0x%08x is not in the RAM of %s; is it built for that board?",
                    file, stack, target));
        }
        if (reset % 2 == 0 || reset < flash.first() || reset >= flash.end()) {
            throw new ImageException(String.format(
                    "%s: the reset vector 0x%08x is no odd address in the flash of %s; is it a Cortex-M image?",
                    file, reset, target));
        }
        // Without the Thumb bit. What the image does not hold is erased flash, or another program.
        long code = reset - 1;
        if (code >= vectors && code < vectors + TWO_VECTORS
                || firmware.segments().stream().noneMatch(it -> code >= it.address() && code + 2 <= it.end())) {
            throw new ImageException(String.format(
                    "%s: the reset vector 0x%08x points at no code of the image, which is 0x%x to 0x%x; it is linked for "
                            + "another address, or cut off: give the whole image, with the bootloader if it has one",
                    file,
                    reset,
                    flash.first(),
                    firmware.segments().stream()
                                    .filter(it -> !isConfiguration(it))
                                    .mapToLong(Segment::end)
                                    .max()
                                    .orElse(0)
                            - 1));
        }
    }

    /** A full descending stack begins behind the last byte of RAM at most. */
    private static boolean isTop(long stack, Region ram) {
        return stack > ram.first() && stack <= ram.end();
    }
}
