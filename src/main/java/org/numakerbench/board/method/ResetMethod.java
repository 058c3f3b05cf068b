package org.numakerbench.board.method;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.reset.BreakResetter;
import org.numakerbench.board.reset.ManualResetter;
import org.numakerbench.board.reset.MassStorageResetter;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.board.reset.UsbPowerResetter;
import org.numakerbench.firmware.Image;

/** A means of resetting; an item of {@code reset} in a board's profile, by {@code method}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
public sealed interface ResetMethod extends Method
        permits ResetMethod.Break,
                ResetMethod.Manual,
                ResetMethod.MassStorage,
                ResetMethod.UsbPower,
                CommandMethod,
                NoMethod,
                OpenOcdMethod,
                SocketMethod {
    Resetter resetter(Bench bench);

    /**
     * Board, flasher and person that a reset may need.
     *
     * @param flasher the board's own, to reset by flashing again
     * @param image what is flashed then; null when there is none
     * @param tell shows a line to the person beside the board
     */
    record Bench(BoardSite board, Flasher flasher, @Nullable Image image, Consumer<String> tell) {}

    /** Serial break, held so long. */
    @JsonTypeName("break")
    record Break(Duration hold) implements ResetMethod {
        @Override
        public Resetter resetter(Bench bench) {
            return new BreakResetter(hold);
        }
    }

    /** Copies the same image to the adapter's volume again: programming ends with a reset. */
    @JsonTypeName("mass-storage")
    record MassStorage() implements ResetMethod {
        @Override
        public Resetter resetter(Bench bench) {
            return bench.image() == null
                    ? new Manual().resetter(bench)
                    : new MassStorageResetter(bench.flasher(), bench.image());
        }
    }

    /**
     * Switches the hub's port off and on, by {@code uhubctl}.
     *
     * @param off how long it stays off
     */
    @JsonTypeName("usb-power")
    record UsbPower(Duration off, Duration timeout) implements ResetMethod {
        private static final String UHUBCTL = "uhubctl";

        @Override
        public Resetter resetter(Bench bench) {
            BoardSite board = bench.board();
            return new UsbPowerResetter(UHUBCTL, board.attached(), board.usb().orElseThrow(), off, timeout);
        }

        @Override
        public Optional<Program> program() {
            return Optional.of(new Program(UHUBCTL, "apt install " + UHUBCTL));
        }
    }

    /** Asks the person beside the board to press its reset button. */
    @JsonTypeName("manual")
    record Manual() implements ResetMethod {
        @Override
        public Resetter resetter(Bench bench) {
            return new ManualResetter(bench.board().name(), bench.tell());
        }
    }
}
