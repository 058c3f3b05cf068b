package org.numakerbench.sim.board;

import java.util.Optional;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.image.BrokenImageException;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.board.program.Firmware;

/** A file that was copied to an adapter's volume: when it is complete, and what programming it comes to. */
public final class FlashFile {
    private FlashFile() {}

    /** As long as it says itself; one that does not say is never. */
    public static boolean isComplete(byte[] file) {
        if (IntelHex.looksLike(file)) {
            return IntelHex.isComplete(file);
        }
        return VirtualImage.lengthByItsOwnWord(file)
                .filter(length -> file.length >= length)
                .isPresent();
    }

    /**
     * Erases the chip and programs the file; nothing boots yet.
     *
     * @return why it was not programmed; empty: it was
     */
    public static Optional<String> program(Chip chip, Target target, byte[] file) {
        chip.erase();
        try {
            VirtualImage image = VirtualImage.decode(IntelHex.looksLike(file) ? IntelHex.decode(file) : file);
            if (!image.target().equals(target)) {
                throw new BrokenImageException("image is for " + image.target() + ", this board is a " + target);
            }
            Firmware.check(image);
            chip.program(image);
            return Optional.empty();
        } catch (BrokenImageException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
