package org.numakerbench.sim.board;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reset line of the virtual board (a pseudo-terminal carries no break): a Unix-domain socket that takes the line
 * {@code reset} and answers {@code ok} when the reset was done.
 */
final class ResetSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResetSocket.class);
    /** sun_path is 108 bytes on Linux, with a NUL at the end. */
    private static final int LONGEST_PATH = 107;

    private final Path path;
    private final ServerSocketChannel server;
    private final Runnable reset;
    private final String board;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    private ResetSocket(Path path, ServerSocketChannel server, Runnable reset, String board) {
        this.path = path;
        this.server = server;
        this.reset = reset;
        this.board = board;
    }

    /** @throws IOException when the path is too long, or the socket cannot be made */
    static ResetSocket open(Path path, Runnable reset, String board) throws IOException {
        checkLength(path);
        Files.deleteIfExists(path); // of an earlier run that was killed
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot make the reset socket " + path + ": " + e.getMessage(), e);
        }
        ResetSocket socket = new ResetSocket(path, server, reset, board);
        socket.start("reset", socket::accept);
        return socket;
    }

    /** @throws IOException with a suggestion when a socket cannot have this path */
    static void checkLength(Path path) throws IOException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new IOException("path of the reset socket has " + length + " bytes, at most " + LONGEST_PATH
                    + " are possible: " + path + "; use a shorter directory for the virtual board");
        }
    }

    private void start(String what, Runnable work) {
        Thread thread = new Thread(work, board + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                clients.add(client);
                start("reset-client", () -> serve(client));
            }
        } catch (ClosedChannelException e) {
            LOG.debug("reset socket {} closed", path);
        } catch (IOException e) {
            LOG.warn("reset socket {} failed: {}", path, e.getMessage());
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(client), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                client.write(ByteBuffer.wrap(answer(line).getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (IOException e) {
            LOG.debug("reset client: {}", e.getMessage());
        } finally {
            clients.remove(client);
        }
    }

    private String answer(String line) {
        if (line.strip().equals("reset")) {
            reset.run();
            return "ok\n";
        }
        return "error: the only command is reset\n";
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel client : clients) {
            client.close();
        }
        Files.deleteIfExists(path);
    }
}
