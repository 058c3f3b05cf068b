package org.numakerbench.board.reset;

import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;

/**
 * Copies the image that is on the board again: programming by mass storage ends with a reset, on every system. It takes
 * about 10 s, and the serial port may hang up meanwhile.
 */
public final class MassStorageResetter implements Resetter {
    private final Flasher flasher;
    private final Image image;

    /** @param flasher by mass storage */
    public MassStorageResetter(Flasher flasher, Image image) {
        this.flasher = flasher;
        this.image = image;
    }

    @Override
    public String name() {
        return "reflash";
    }

    @Override
    public void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException {
        flasher.flash(image, record);
    }
}
