package org.numakerbench.sim.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.numakerbench.firmware.Image;

/** One QEMU: a chip with one image in its flash, halted until {@link #reset}. It ends with this program, however that ends. */
final class QemuProcess implements AutoCloseable {
    /** What QEMU needs to start on a busy machine. */
    private static final long START_TIMEOUT_MS = 20_000;

    private static final long STOP_TIMEOUT_MS = 2_000;
    /** The pipe to this program breaks when it is killed; then QEMU is to end too. */
    private static final String WATCHED =
            "exec 3<&0; \"$@\" </dev/null & qemu=$!; { read -r _ <&3; kill -9 $qemu; } 2>/dev/null & wait $qemu";

    private final Process process;
    private final SocketChannel uart;
    private final Qmp qmp;

    private QemuProcess(Process process, SocketChannel uart, Qmp qmp) {
        this.process = process;
        this.uart = uart;
        this.qmp = qmp;
    }

    /** @throws IOException when QEMU is not installed or does not start: with its own words */
    static QemuProcess start(QemuBoardOptions board, Image image) throws IOException {
        Path directory = board.directory();
        Path blob = directory.resolve("board.bin");
        Path uartSocket = directory.resolve("serial.sock");
        Path qmpSocket = directory.resolve("qmp.sock");
        Path log = directory.resolve("qemu.log");
        ConfigurationBlob.of(board, image).writeTo(blob);
        Files.deleteIfExists(uartSocket);
        Files.deleteIfExists(qmpSocket);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WATCHED, "qemu", board.executable()));
        command.addAll(List.of("-M", board.machine(), "-display", "none", "-monitor", "none", "-S"));
        command.addAll(List.of("-kernel", image.path().toAbsolutePath().toString()));
        command.addAll(List.of(
                "-device",
                "loader,file=" + escaped(blob) + ",addr=0x" + Long.toHexString(ConfigurationBlob.ADDRESS)
                        + ",force-raw=on"));
        command.addAll(List.of("-nic", "user,id=net0"));
        // In this order: when the serial port connects, the other socket is there.
        command.addAll(List.of("-qmp", "unix:" + escaped(qmpSocket) + ",server=on,wait=off"));
        command.addAll(List.of("-chardev", "socket,id=uart,path=" + escaped(uartSocket)));
        command.addAll(List.of("-serial", "chardev:uart"));
        command.addAll(board.arguments());
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(uartSocket));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            SocketChannel uart = null;
            try {
                uart = accept(server, process, log);
                return new QemuProcess(process, uart, Qmp.connect(qmpSocket));
            } catch (IOException failure) {
                if (uart != null) {
                    uart.close();
                }
                end(process);
                throw failure;
            }
        }
    }

    /** A comma ends a value in QEMU's options. */
    private static String escaped(Path path) {
        return path.toAbsolutePath().toString().replace(",", ",,");
    }

    private static SocketChannel accept(ServerSocketChannel server, Process process, Path log) throws IOException {
        server.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            process.onExit().thenRun(selector::wakeup);
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_TIMEOUT_MS);
            while (true) {
                SocketChannel uart = server.accept();
                if (uart != null) {
                    uart.configureBlocking(true);
                    return uart;
                }
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (!process.isAlive()) {
                    throw new IOException("QEMU ended at once: " + lastWords(log));
                }
                if (leftMs <= 0) {
                    throw new IOException("QEMU did not start within " + START_TIMEOUT_MS + " ms: " + lastWords(log));
                }
                selector.select(leftMs);
                selector.selectedKeys().clear();
            }
        }
    }

    private static String lastWords(Path log) throws IOException {
        String words = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
        return words.isEmpty()
                ? "it said nothing"
                : words.lines().reduce((first, last) -> last).orElse("");
    }

    /** Presses the reset button: memory, image and configuration are loaded afresh. */
    void reset() throws IOException {
        qmp.run("system_reset", Map.of());
        qmp.run("cont", Map.of());
    }

    /** Pulls or plugs in the network cable. */
    void cable(boolean plugged) throws IOException {
        qmp.run("set_link", Map.of("name", "net0", "up", plugged));
    }

    /** What the UART sends, waiting for it; -1 when QEMU has ended. */
    int read(ByteBuffer into) throws IOException {
        return uart.read(into);
    }

    /** Sends to the UART. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            uart.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        try (uart;
                qmp) {
            end(process);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
