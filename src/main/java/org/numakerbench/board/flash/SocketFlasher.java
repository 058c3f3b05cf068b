package org.numakerbench.board.flash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.SocketLine;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;

/** A board behind a Unix-domain socket that takes the line {@code flash PATH} and answers {@code ok}. */
public final class SocketFlasher implements Flasher {
    private final Path socket;
    private final Duration timeout;

    SocketFlasher(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException {
        long started = System.nanoTime();
        SocketLine.require(socket, "flash " + image.path().toAbsolutePath(), "flash", timeout);
        return new Fact.Flashed(name(), "the board answered ok", (System.nanoTime() - started) / 1_000_000);
    }
}
