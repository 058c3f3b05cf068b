package org.numakerbench.board.method;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.SocketLine;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;

/** A program behind a Unix-domain socket that takes the line {@code flash PATH} or {@code reset} and answers {@code ok}. */
@JsonTypeName("socket")
public record SocketMethod(Path path, Duration timeout) implements FlashMethod, ResetMethod {
    @Override
    public Flasher flasher(BoardSite board) {
        return new Driver(this);
    }

    @Override
    public Resetter resetter(Bench bench) {
        return new Driver(this);
    }

    private record Driver(SocketMethod method) implements Flasher, Resetter {
        @Override
        public String name() {
            return "socket";
        }

        @Override
        public Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException {
            long started = System.nanoTime();
            SocketLine.require(method.path, "flash " + image.path().toAbsolutePath(), "flash", method.timeout);
            return new Fact.Flashed(name(), "the board answered ok", (System.nanoTime() - started) / 1_000_000);
        }

        @Override
        public void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException {
            SocketLine.require(method.path, "reset", "reset", method.timeout);
        }
    }
}
