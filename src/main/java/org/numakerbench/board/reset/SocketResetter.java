package org.numakerbench.board.reset;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
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
        String answer;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap("reset\n".getBytes(StandardCharsets.US_ASCII)));
            answer = line(channel);
        } catch (IOException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException(failure.getMessage());
            }
            throw new DriverException(
                    "no reset through " + socket + ": " + failure.getMessage(),
                    "check that the board's program is running and reset.path is its socket",
                    failure);
        }
        if (!answer.equals("ok")) {
            throw new DriverException(
                    "no reset through " + socket + ": it answered \"" + answer + "\", not \"ok\"",
                    "look into the log of the board's program");
        }
    }

    private String line(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        long deadline = System.nanoTime() + timeout.toNanos();
        ByteBuffer buffer = ByteBuffer.allocate(256);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (true) {
                long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0 || selector.select(leftMs) == 0) {
                    throw new IOException("no answer within " + timeout.toMillis() + " ms");
                }
                selector.selectedKeys().clear();
                int count = channel.read(buffer);
                String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
                if (count < 0 || text.contains("\n") || !buffer.hasRemaining()) {
                    return text.strip();
                }
            }
        }
    }
}
