package org.numakerbench.run;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;

/**
 * The board's serial port over one run. These adapters re-enumerate when they flash: the port may go and come back then,
 * and only then.
 */
final class Port implements AutoCloseable {
    private final Path path;
    private final int baud;
    private final SerialLink.Opener opener;
    private final Consumer<Fact> record;
    private volatile boolean gone;
    private @Nullable SerialLink link;

    Port(Path path, int baud, SerialLink.Opener opener, Consumer<Fact> record) {
        this.path = path;
        this.baud = baud;
        this.opener = opener;
        this.record = record;
    }

    void open() throws SerialException {
        link = opener.open(path, baud, listener());
        record.accept(new Fact.PortOpened(path.toString(), link.device().toString(), baud));
    }

    private SerialLink.Listener listener() {
        gone = false;
        return new SerialLink.Listener() {
            @Override
            public void received(Bytes bytes) {
                record.accept(new Fact.UartReceived(bytes));
            }

            @Override
            public void settingsRepaired(String detail) {
                record.accept(new Fact.LineSettingsRepaired(detail));
            }

            @Override
            public void gone(String reason) {
                gone = true;
                record.accept(new Fact.PortGone(reason));
            }
        };
    }

    boolean isGone() {
        return gone;
    }

    /** Opens the port again after a hang-up. */
    void reopen() throws SerialException {
        close();
        SerialLink again;
        try {
            again = opener.open(path, baud, listener());
        } catch (SerialException notYet) {
            gone = true;
            throw notYet;
        }
        link = again;
        record.accept(new Fact.PortReopened(path.toString(), again.device().toString(), baud));
    }

    SerialLink link() {
        SerialLink open = link;
        if (open == null) {
            throw new IllegalStateException("port not open: " + path);
        }
        return open;
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
    }
}
