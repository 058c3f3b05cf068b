package org.numakerbench.sim.board.program;

import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** What the firmware reaches its cloud through. */
interface Network {
    /** Brings it up; false when it does not come up. */
    boolean up();

    /** A connected socket; null when there is none to be had. */
    @Nullable
    Socket connect(String host, int port);

    /**
     * Ends a connection at the end of a test.
     *
     * @param shaken true when its TLS handshake was done
     */
    void end(Socket socket, boolean shaken);
}
