package org.numakerbench.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.model.FailureCode;

/**
 * A board and what can be done with it by hand.
 *
 * @param image what is flashed; null when the profile names none
 * @param resetters tried in this order
 */
public record BoardDrivers(
        String name,
        Path port,
        int baud,
        SerialLink.Opener opener,
        Flasher flasher,
        List<Resetter> resetters,
        @Nullable Image image) {
    public BoardDrivers {
        resetters = List.copyOf(resetters);
    }

    /**
     * Resets by the first means that is not refused.
     *
     * @param record takes each attempt and its end, too
     * @throws DriverException when every means of resetting was refused: with the last one's reason
     */
    public void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException {
        DriverException last = new DriverException(
                FailureCode.RESET_FAILED, "no means of resetting in the profile", "add reset: to the board");
        for (Resetter each : resetters) {
            record.accept(new Fact.ResetIssued(each.name()));
            try {
                each.reset(link, record);
                record.accept(new Fact.ResetReturned(each.name()));
                return;
            } catch (DriverException refused) {
                record.accept(new Fact.ResetRefused(each.name(), refused.getMessage()));
                last = refused;
            }
        }
        throw last;
    }

    /** @throws DriverException when there is no image, or it did not get onto the board */
    public Fact.Flashed flash(Consumer<Fact> record) throws DriverException, InterruptedException {
        Image wanted = image;
        if (wanted == null) {
            throw new DriverException(
                    FailureCode.IMAGE_UNAVAILABLE, "no image to flash", "give --image, or add image: to the board");
        }
        return flasher.flash(wanted, record);
    }
}
