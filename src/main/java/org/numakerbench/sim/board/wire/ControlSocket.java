package org.numakerbench.sim.board.wire;

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
 * The buttons of a board that has none (a pseudo-terminal carries no break): a Unix-domain socket that takes a command a
 * line and answers {@code ok} when it was done, else what went wrong.
 */
public final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    /** sun_path is 108 bytes on Linux, with a NUL at the end. */
    private static final int LONGEST_PATH = 107;

    /** What the board does at a command. */
    @FunctionalInterface
    public interface Commands {
        /** @throws IOException with what went wrong, or which commands there are */
        void run(String line) throws IOException;
    }

    private final Path path;
    private final ServerSocketChannel server;
    private final Commands commands;
    private final String board;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    private ControlSocket(Path path, ServerSocketChannel server, Commands commands, String board) {
        this.path = path;
        this.server = server;
        this.commands = commands;
        this.board = board;
    }

    /** @throws IOException when the path is too long, or the socket cannot be made */
    public static ControlSocket open(Path path, Commands commands, String board) throws IOException {
        checkLength(path);
        Files.deleteIfExists(path); // of an earlier run that was killed
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot make the control socket " + path + ": " + e.getMessage(), e);
        }
        ControlSocket socket = new ControlSocket(path, server, commands, board);
        socket.start("control", socket::accept);
        return socket;
    }

    /** @throws IOException with a suggestion when a socket cannot have this path */
    public static void checkLength(Path path) throws IOException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new IOException("path of the control socket has " + length + " bytes, at most " + LONGEST_PATH
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
                start("control-client", () -> serve(client));
            }
        } catch (ClosedChannelException e) {
            LOG.debug("control socket {} closed", path);
        } catch (IOException e) {
            LOG.warn("control socket {} failed: {}", path, e.getMessage());
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                client.write(ByteBuffer.wrap(answer(line).getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            LOG.debug("control client: {}", e.getMessage());
        } finally {
            clients.remove(client);
        }
    }

    private String answer(String line) {
        try {
            commands.run(line.strip());
            return "ok\n";
        } catch (IOException failure) {
            return "error: " + String.valueOf(failure.getMessage()).replaceAll("\\s+", " ") + "\n";
        }
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
