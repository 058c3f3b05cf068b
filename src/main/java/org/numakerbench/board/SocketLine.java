package org.numakerbench.board;

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
import org.numakerbench.model.FailureCode;

/** A board behind a Unix-domain socket that takes a command a line and answers {@code ok}, or what went wrong. */
public final class SocketLine {
    private static final int LONGEST_ANSWER_BYTES = 1024;

    private SocketLine() {}

    /**
     * Sends {@code command} and requires {@code ok}.
     *
     * @param what is asked for, for messages: {@code "reset"}
     * @throws DriverException when nobody answers in time, or not {@code ok}
     */
    public static void require(Path socket, String command, String what, Duration timeout)
            throws DriverException, InterruptedException {
        String answer;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            answer = line(channel, timeout);
        } catch (IOException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException(failure.getMessage());
            }
            throw new DriverException(
                    FailureCode.TOOL_MISSING,
                    "no " + what + " through " + socket + ": " + failure.getMessage(),
                    "check that the board's program is running and " + what + ".path is its socket",
                    failure);
        }
        if (!answer.equals("ok")) {
            throw new DriverException(
                    FailureCode.TOOL_FAILED,
                    "no " + what + " through " + socket + ": it answered \"" + answer + "\", not \"ok\"",
                    "look into the log of the board's program");
        }
    }

    private static String line(SocketChannel channel, Duration timeout) throws IOException {
        channel.configureBlocking(false);
        long deadline = System.nanoTime() + timeout.toNanos();
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_ANSWER_BYTES);
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
