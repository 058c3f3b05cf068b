package org.numakerbench.sim.board.esp8266;

import org.jspecify.annotations.Nullable;

/** What the module reaches through the air. */
public interface Radio {
    /**
     * Connects; takes no time of its own.
     *
     * @return null when nobody answers there
     */
    @Nullable
    Link connect(String host, int port);

    /** One TCP connection. */
    interface Link {
        /** Hands bytes over; returns at once. */
        void send(byte[] bytes);

        /** Waits until the peer has acknowledged all that was sent; false when it had not by {@code deadline}. */
        boolean awaitDelivered(long deadline);

        /**
         * The bytes that arrive next; null when none came by {@code deadline}. A connection that the peer has ended brings
         * nothing any more.
         */
        byte @Nullable [] receive(long deadline);

        /** What {@link #receive} gave last never reached the driver: the stream has a hole from here on. */
        void lose();

        /** True when the peer has ended the connection. */
        boolean isEnded();

        void close();
    }
}
