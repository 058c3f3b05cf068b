package org.numakerbench.sim.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** QEMU's machine protocol: one JSON object a line, events in between (docs/interop/qmp-spec.txt). */
final class Qmp implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SocketChannel channel;
    private final BufferedReader lines;

    private Qmp(SocketChannel channel) {
        this.channel = channel;
        this.lines =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /** @throws IOException when nobody listens there, or it is not QEMU */
    static Qmp connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Qmp qmp = new Qmp(channel);
            qmp.line();
            qmp.run("qmp_capabilities", Map.of());
            return qmp;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /**
     * Runs a command and waits for its answer.
     *
     * @throws IOException when QEMU refuses it or has ended
     */
    synchronized void run(String command, Map<String, Object> arguments) throws IOException {
        String line = JSON.writeValueAsString(Map.of("execute", command, "arguments", arguments)) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        while (true) {
            JsonNode answer = JSON.readTree(line());
            if (answer.has("error")) {
                throw new IOException("QEMU refuses " + command + ": "
                        + answer.path("error").path("desc").asString(""));
            }
            if (answer.has("return")) {
                return;
            }
        }
    }

    private String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("QEMU has ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
