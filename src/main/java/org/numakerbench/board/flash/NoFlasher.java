package org.numakerbench.board.flash;

import java.util.function.Consumer;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;

/** The image is on the board already; the boot banner will show whether that is so. */
public final class NoFlasher implements Flasher {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public Fact.Flashed flash(Image image, Consumer<Fact> record) {
        return new Fact.Flashed(name(), "not flashed: the profile says the image is on the board", 0);
    }
}
