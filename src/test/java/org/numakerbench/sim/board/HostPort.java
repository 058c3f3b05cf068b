package org.numakerbench.sim.board;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** The host's end of a serial port: collects every byte until the port hangs up. */
public final class HostPort implements AutoCloseable {
    private final FileOutputStream out;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CountDownLatch hungUp = new CountDownLatch(1);

    public HostPort(Path path) throws IOException {
        FileInputStream in = new FileInputStream(path.toFile());
        out = new FileOutputStream(path.toFile());
        Thread thread = new Thread(() -> collect(in), "host-port");
        thread.setDaemon(true);
        thread.start();
    }

    private void collect(FileInputStream in) {
        byte[] buffer = new byte[4096];
        try (in) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                synchronized (received) {
                    received.write(buffer, 0, count);
                }
            }
        } catch (IOException e) {
            // EIO: the port is gone, which is what the latch says
        } finally {
            hungUp.countDown();
        }
    }

    public byte[] bytes() {
        synchronized (received) {
            return received.toByteArray();
        }
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Waits for {@code text} and returns everything received so far. */
    public String awaitText(String text) {
        await("UART prints " + text).atMost(Duration.ofSeconds(10)).until(this::text, got -> got.contains(text));
        return text();
    }

    public void awaitHangUp() {
        await("hang-up").atMost(Duration.ofSeconds(10)).until(() -> hungUp.getCount() == 0);
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
