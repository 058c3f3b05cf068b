package org.numakerbench.sim.board.program;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** MQTT packets over one blocking socket. Netty's codec does the bytes; there is no thread and no event loop. */
final class MqttLink {
    /** The firmware's buffers hold packets of 1000 bytes, header included; a longer one is a dead link to it. */
    private static final int LONGEST_REMAINING = 1000 - 3;

    private final Socket socket;
    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(LONGEST_REMAINING), MqttEncoder.INSTANCE);
    private final byte[] buffer = new byte[4096];

    MqttLink(Socket socket) {
        this.socket = socket;
    }

    void send(MqttMessage packet) throws IOException {
        codec.writeOutbound(packet);
        for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
            byte[] out = new byte[bytes.readableBytes()];
            bytes.readBytes(out);
            bytes.release();
            socket.getOutputStream().write(out);
            socket.getOutputStream().flush();
        }
    }

    /**
     * The next packet; null when none came until {@code deadline} ({@link System#nanoTime}).
     *
     * @throws IOException when the link is dead, by the peer, or by a packet that the firmware cannot take
     */
    @Nullable
    MqttMessage receive(long deadline) throws IOException {
        while (true) {
            MqttMessage packet = codec.readInbound();
            if (packet != null) {
                if (packet.decoderResult().isFailure()) {
                    throw new IOException(
                            "unreadable packet", packet.decoderResult().cause());
                }
                return packet;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return null;
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            try {
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    throw new EOFException("the peer closed");
                }
                codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, count));
            } catch (SocketTimeoutException e) {
                return null;
            }
        }
    }
}
