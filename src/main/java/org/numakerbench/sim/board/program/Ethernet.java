package org.numakerbench.sim.board.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.board.wire.HaltLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The board's own Ethernet: the host's sockets. */
final class Ethernet implements Network {
    private static final Logger LOG = LoggerFactory.getLogger(Ethernet.class);

    private final HaltLine halt;

    Ethernet(HaltLine halt) {
        this.halt = halt;
    }

    @Override
    public boolean up() {
        return true;
    }

    @Override
    public @Nullable Socket connect(String host, int port) {
        Socket socket = new Socket();
        halt.owns(socket);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port));
            return socket;
        } catch (IOException e) {
            halt.check();
            LOG.debug("TCP with {}:{} failed: {}", host, port, e.getMessage());
            HaltLine.cut(socket);
            return null;
        }
    }

    @Override
    public void end(Socket socket, boolean shaken) {
        // Java's TLS has closed it with its last word, as Mbed TLS does
        if (!shaken) {
            HaltLine.cut(socket);
        }
    }
}
