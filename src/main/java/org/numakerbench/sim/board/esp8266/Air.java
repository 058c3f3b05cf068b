package org.numakerbench.sim.board.esp8266;

/** What the module's radio notices of the network behind it: whether packets are acknowledged. */
@FunctionalInterface
public interface Air {
    /** A network that acknowledges at once. */
    Air CLEAR = (localPort, bytes, deadline) -> true;

    /**
     * Waits until the network has taken the first {@code bytes} bytes of the connection from {@code localPort}; false when
     * it had not by {@code deadline} ({@link System#nanoTime}), or the connection is gone.
     */
    boolean awaitDelivered(int localPort, long bytes, long deadline);
}
