package org.numakerbench.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.numakerbench.firmware.FirmwareFile.Segment;

/**
 * Whether an image can run on a target at all. An adapter that programs by mass storage verifies nothing and reports
 * nothing, not even for an image of another vendor's board (mbed-os issue 8254): what can be known beforehand is looked at
 * here.
 */
public final class ImageCheck {
    private static final long RAM_START = 0x20000000L;
    /** Internal RAM: linker scripts M487.ld and NUC472.ld of Mbed OS. */
    private static final long M487_RAM_BYTES = 160 * 1024;

    private static final long NUC472_RAM_BYTES = 64 * 1024;
    /** The NUC472's external bus, where its board has SRAM. */
    private static final long EXTERNAL_RAM_START = 0x60000000L;

    private static final long EXTERNAL_RAM_BYTES = 1024 * 1024;

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
        FirmwareFile firmware = FirmwareFile.read(file);
        if (target == Target.QEMU_MPS2_AN386 || target == Target.QEMU_ARM) {
            if (firmware.format() != FirmwareFile.Format.ELF) {
                throw new ImageException(file + ": QEMU takes an ELF file, this is " + firmware.format());
            }
            return firmware;
        }
        for (Segment segment : firmware.segments()) {
            if (!isConfiguration(segment) && segment.end() > FirmwareFile.FLASH_START + target.flashBytes()) {
                throw new ImageException(String.format(
                        "%s: bytes at 0x%x to 0x%x are outside the flash of %s (0x%x to 0x%x); is it built for that board?",
                        file,
                        segment.address(),
                        segment.end() - 1,
                        target,
                        FirmwareFile.FLASH_START,
                        target.flashBytes() - 1));
            }
        }
        Segment first = firmware.segments().get(0);
        if (first.address() != FirmwareFile.FLASH_START || first.bytes().length < TWO_VECTORS) {
            throw new ImageException(String.format(
                    "%s: no vector table at 0x%x, where the flash of %s begins; its first byte is at 0x%x",
                    file, FirmwareFile.FLASH_START, target, first.address()));
        }
        vectors(file, target, firmware, ByteBuffer.wrap(first.bytes()).order(ByteOrder.LITTLE_ENDIAN));
        return firmware;
    }

    private static boolean isConfiguration(Segment segment) {
        return segment.address() >= CONFIG_START && segment.end() <= CONFIG_START + CONFIG_BYTES;
    }

    /** The first two words: initial stack pointer and reset vector, an odd address (ARMv7-M, B1.5.2 and B1.5.3). */
    private static void vectors(Path file, Target target, FirmwareFile firmware, ByteBuffer table)
            throws ImageException {
        long stack = table.getInt(0) & 0xffffffffL;
        long reset = table.getInt(4) & 0xffffffffL;
        if (!isRam(stack, target)) {
            throw new ImageException(String.format(
                    "%s: the initial stack pointer 0x%08x is not in the RAM of %s; is it built for that board?",
                    file, stack, target));
        }
        if (reset % 2 == 0 || reset >= target.flashBytes()) {
            throw new ImageException(String.format(
                    "%s: the reset vector 0x%08x is no odd address in the flash of %s; is it a Cortex-M image?",
                    file, reset, target));
        }
        // Without the Thumb bit. What the image does not hold is erased flash, or another program.
        long code = reset - 1;
        if (code < TWO_VECTORS
                || firmware.segments().stream().noneMatch(it -> code >= it.address() && code + 2 <= it.end())) {
            throw new ImageException(String.format(
                    "%s: the reset vector 0x%08x points at no code of the image, which is 0x%x to 0x%x; it is linked for "
                            + "another address, or cut off: give the whole image, with the bootloader if it has one",
                    file,
                    reset,
                    FirmwareFile.FLASH_START,
                    firmware.segments().stream()
                                    .filter(it -> !isConfiguration(it))
                                    .mapToLong(Segment::end)
                                    .max()
                                    .orElse(0)
                            - 1));
        }
    }

    /** A full descending stack begins at the end of RAM at most. */
    private static boolean isRam(long stack, Target target) {
        long internal = target == Target.NUMAKER_PFM_NUC472 ? NUC472_RAM_BYTES : M487_RAM_BYTES;
        boolean external = target == Target.NUMAKER_PFM_NUC472
                && stack > EXTERNAL_RAM_START
                && stack <= EXTERNAL_RAM_START + EXTERNAL_RAM_BYTES;
        return stack % 4 == 0 && (stack > RAM_START && stack <= RAM_START + internal || external);
    }
}
