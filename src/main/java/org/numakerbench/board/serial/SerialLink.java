package org.numakerbench.board.serial;

import java.io.IOException;
import java.nio.file.Path;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;

/**
 * An open serial port. Reading has begun when {@link Opener#open} returns; everything that arrives goes to the
 * listener, on one thread, at once. Closing twice is harmless.
 */
public interface SerialLink extends AutoCloseable {

    /** The real device node behind the configured path. */
    Path device();

    /**
     * Writes all bytes to the device.
     *
     * @throws IOException when the port is gone
     */
    void write(Bytes bytes) throws IOException;

    /**
     * Holds a break condition for {@code holdMs}.
     *
     * @throws IOException when the driver refuses it, with the driver's reason
     */
    void sendBreak(long holdMs) throws IOException;

    @Override
    void close();

    /** Called from the port's reading thread, in order. */
    interface Listener {
        /** Bytes as they arrived. */
        void received(Bytes bytes);

        /** Another program changed the line settings; they were applied again. */
        void settingsRepaired(String detail);

        /** The driver counted errors of the line, in or before the bytes that were received last. */
        default void damaged(Fact.LineErrors errors) {}

        /** The port hung up; last call. Not called by {@link SerialLink#close}. */
        void gone(String reason);
    }

    /** Opens ports. */
    interface Opener {
        /**
         * Opens {@code port} exclusively, 8-N-1, no flow control.
         *
         * @throws SerialException when it does not exist, is in use, or may not be opened
         */
        SerialLink open(Path port, int baud, Listener listener) throws SerialException;
    }
}
