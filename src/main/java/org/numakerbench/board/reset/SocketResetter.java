package org.numakerbench.board.reset;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.SocketLine;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;

/** A board behind a Unix-domain socket that takes the line {@code reset} and answers {@code ok}. */
public final class SocketResetter implements Resetter {
    private final Path socket;
    private final Duration timeout;

    SocketResetter(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException {
        SocketLine.require(socket, "reset", "reset", timeout);
    }
}
