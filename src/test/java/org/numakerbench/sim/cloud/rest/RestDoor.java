package org.numakerbench.sim.cloud.rest;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import org.numakerbench.sim.cloud.mqtt.Broker;
import org.numakerbench.sim.cloud.mqtt.Limits;
import org.numakerbench.sim.cloud.policy.AccessControl;
import org.numakerbench.sim.cloud.policy.Principal;

/** The HTTPS data plane without its sockets: the bytes of one connection. */
public final class RestDoor {
    private final RestApi api;
    private final Principal principal;

    public RestDoor(AccessControl access, Broker broker, Principal principal) {
        this.api = new RestApi(access, broker);
        this.principal = principal;
    }

    /** Answers every whole request in {@code bytes}. */
    public void connection(byte[] bytes) {
        EmbeddedChannel channel =
                new EmbeddedChannel(new HttpServerCodec(), new HttpObjectAggregator(Limits.PAYLOAD_BYTES));
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof FullHttpRequest request
                    && !request.decoderResult().isFailure()) {
                api.answer(principal, request.method().name(), request.uri(), ByteBufUtil.getBytes(request.content()));
            }
            ReferenceCountUtil.release(message);
        }
        try {
            channel.finishAndReleaseAll();
        } catch (PrematureChannelClosureException cutOff) {
            // Netty's word for a request without its end; the front logs it.
        }
    }
}
