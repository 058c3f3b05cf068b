package org.numakerbench.sim.cloud.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import java.lang.reflect.Proxy;
import org.numakerbench.sim.cloud.policy.Principal;

/** The local cloud's MQTT without its sockets and clocks: the bytes of one connection. */
public final class MqttDoor {
    private static final int LARGEST_PACKET = 256 * 1024;
    private static final int ANY_CLIENT_ID = 0xFFFF;

    private MqttDoor() {}

    /** Timers never fire. */
    public static Vertx withoutTime() {
        return stub(Vertx.class);
    }

    /** One connection, from its first byte to its loss. */
    public static void connection(Broker broker, Principal principal, byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder(LARGEST_PACKET, ANY_CLIENT_ID));
        MqttConnection connection =
                new MqttConnection(withoutTime(), broker, new PacketWriter(stub(NetSocketInternal.class)), principal);
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
                if (message instanceof MqttMessage packet) {
                    connection.receive(packet);
                }
                ReferenceCountUtil.release(message);
            }
        } finally {
            connection.end(DisconnectReason.CONNECTION_LOST);
            channel.finishAndReleaseAll();
        }
    }

    /** Does nothing, successfully. */
    private static <T> T stub(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (it, method, given) -> {
            if (given != null) {
                for (Object each : given) {
                    ReferenceCountUtil.release(each);
                }
            }
            Class<?> result = method.getReturnType();
            if (Future.class.isAssignableFrom(result)) {
                return Future.succeededFuture();
            }
            return result == boolean.class ? (Object) false : result == long.class ? (Object) 1L : null;
        }));
    }
}
