package org.numakerbench.sim.cloud.rest;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.net.NetSocketInternal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.numakerbench.sim.cloud.mqtt.Broker;
import org.numakerbench.sim.cloud.mqtt.Limits;
import org.numakerbench.sim.cloud.policy.AccessControl;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.refusal.Refused.Asked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks HTTP/1.0 and 1.1 on a connection. It uses Netty's codec on the same sockets as MQTT, so that one port can serve
 * both by ALPN.
 */
public final class RestFront {
    private static final Logger LOG = LoggerFactory.getLogger(RestFront.class);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final RestApi api;
    private final Consumer<Refused> refusals;
    private final Duration patience;

    /**
     * A front without connections.
     *
     * @param refusals is told of every request that is turned down
     * @param patience how long a connection may be silent: between requests, or in the middle of one
     */
    public RestFront(AccessControl access, Broker broker, Consumer<Refused> refusals, Duration patience) {
        this.api = new RestApi(access, broker);
        this.refusals = refusals;
        this.patience = patience;
    }

    /** Serves a connection whose TLS handshake is over, one request after the other. */
    public void accept(NetSocketInternal socket, Principal principal) {
        ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
        pipeline.addBefore("handler", "patience", new ReadTimeoutHandler(patience.toMillis(), TimeUnit.MILLISECONDS));
        pipeline.addBefore("handler", "http", new HttpServerCodec());
        pipeline.addBefore("handler", "body", new WholeBody(answer -> tell(principal, "a body", answer)));
        socket.messageHandler(message -> {
            try {
                if (message instanceof FullHttpRequest request) {
                    answer(socket, principal, request);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        });
        socket.exceptionHandler(fault -> LOG.debug("HTTPS: {}", fault.toString()));
    }

    private void answer(NetSocketInternal socket, Principal principal, FullHttpRequest request) {
        boolean broken = request.decoderResult().isFailure();
        RestAnswer answer = broken
                ? RestAnswer.error(400, "Bad request")
                : api.answer(
                        principal, request.method().name(), request.uri(), ByteBufUtil.getBytes(request.content()));
        LOG.info("HTTPS {} {} -> {}", request.method(), request.uri().replaceAll("\\p{Cntrl}", "?"), answer.status());
        if (!answer.why().isEmpty()) {
            tell(principal, request.method() + " " + request.uri(), answer);
        }
        boolean keepAlive = !broken && HttpUtil.isKeepAlive(request);
        socket.writeMessage(response(answer, keepAlive)).onComplete(written -> {
            if (!keepAlive) {
                socket.close();
            }
        });
    }

    private void tell(Principal principal, String request, RestAnswer answer) {
        refusals.accept(new Refused(
                Asked.REST, principal.client(""), request, "HTTP " + answer.status(), answer.why(), answer.remedy()));
    }

    /** Header names in lower case, as AWS sends them; the length is always stated, never chunked. */
    private static FullHttpResponse response(RestAnswer answer, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        response.headers()
                .set("content-type", "application/json")
                .set("content-length", answer.body().length)
                .set("date", DATE.format(Instant.now()))
                .set("x-amzn-requestid", answer.requestId())
                .set("connection", keepAlive ? "keep-alive" : "close");
        if (answer.errorType() != null) {
            response.headers().set("x-amzn-errortype", answer.errorType());
        }
        return response;
    }

    /** Collects a request's body; one that is too large is refused without keeping it. */
    private static final class WholeBody extends HttpObjectAggregator {
        private final Consumer<RestAnswer> refused;

        WholeBody(Consumer<RestAnswer> refused) {
            super(Limits.PAYLOAD_BYTES);
            this.refused = refused;
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
            RestAnswer tooLarge = RestAnswer.error(413, "The payload exceeds the maximum size allowed");
            refused.accept(tooLarge);
            // The rest of it is read and dropped: a client that is still sending would not see the answer otherwise.
            context.writeAndFlush(response(tooLarge, true));
            ReferenceCountUtil.release(oversized);
        }
    }
}
