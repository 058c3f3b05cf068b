package org.numakerbench.sim.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Says back what it hears, and remembers it; when it hears the end it ends too. */
final class EchoEndpoint implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    EchoEndpoint() throws IOException {
        start(this::accept);
    }

    /** One connection as the endpoint sees it. */
    static final class Call {
        /** How it ended here: with the end of the stream, or with what the socket said. */
        final CompletableFuture<String> end = new CompletableFuture<>();

        final Socket socket;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

        Call(Socket socket) {
            this.socket = socket;
        }

        byte[] heard() {
            return heard.toByteArray();
        }

        private void echo() {
            try (socket) {
                byte[] buffer = new byte[8192];
                for (int n = socket.getInputStream().read(buffer);
                        n >= 0;
                        n = socket.getInputStream().read(buffer)) {
                    heard.write(buffer, 0, n);
                    socket.getOutputStream().write(buffer, 0, n);
                }
                end.complete("end of stream");
            } catch (IOException e) {
                end.complete(String.valueOf(e.getMessage()));
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    Call nextCall() throws InterruptedException {
        Call call = calls.poll(20, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("nobody called the endpoint");
        }
        return call;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Call call = new Call(server.accept());
                start(call::echo);
                calls.add(call);
            }
        } catch (IOException e) {
            calls.clear();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
    }
}
