package org.numakerbench.sim.cloud.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.numakerbench.sim.cloud.policy.AccessControl;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.shadow.ShadowName;
import org.numakerbench.sim.cloud.shadow.ShadowName.Operation;
import org.numakerbench.sim.cloud.shadow.ShadowReply;
import org.numakerbench.sim.cloud.shadow.ShadowService;
import org.numakerbench.sim.cloud.tls.KnownCertificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for HTTPS and answers {@code GET|POST|DELETE /things/{thing}/shadow[?name=…]}. */
public final class RestFront {
    private static final Logger LOG = LoggerFactory.getLogger(RestFront.class);
    private static final int BODY_BYTES = 128 * 1024;

    private final AccessControl access;
    private final ShadowService shadows;
    private final KnownCertificates certificates;
    private final HttpServer server;

    /** A front that does not listen yet. */
    public RestFront(
            Vertx vertx,
            AccessControl access,
            ShadowService shadows,
            KnownCertificates certificates,
            HttpServerOptions options) {
        this.access = access;
        this.shadows = shadows;
        this.certificates = certificates;
        this.server = vertx.createHttpServer(options)
                .requestHandler(this::receive)
                .exceptionHandler(fault -> LOG.info("HTTPS: a connection failed: {}", fault.toString()));
    }

    /** Starts to listen; the future gives the port. */
    public Future<Integer> listen() {
        return server.listen().map(HttpServer::actualPort);
    }

    /** Stops listening and closes every connection. */
    public Future<Void> close() {
        return server.close();
    }

    private void receive(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            // One byte more than allowed is kept: enough to know that it was too much.
            int room = BODY_BYTES + 1 - body.length();
            if (room > 0) {
                body.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
            }
        });
        request.exceptionHandler(fault -> LOG.debug("HTTPS: {}", fault.toString()));
        request.endHandler(end -> {
            RestAnswer answer = answer(request, body.getBytes());
            LOG.info("HTTPS {} {} -> {}", request.method(), request.uri(), answer.status());
            send(request.response(), answer);
        });
    }

    private RestAnswer answer(HttpServerRequest request, byte[] body) {
        Optional<Principal> principal = principal(request);
        if (principal.isEmpty()) {
            return RestAnswer.error(403, "Forbidden");
        }
        if (body.length > BODY_BYTES) {
            return RestAnswer.error(413, "The payload exceeds the maximum size allowed");
        }
        RawTarget target = RawTarget.of(request.uri());
        List<String> segments = target.segments();
        if (segments.size() == 3
                && segments.get(0).equals("things")
                && segments.get(2).equals("shadow")) {
            ShadowName name = new ShadowName(segments.get(1), target.query().get("name"));
            return shadow(request.method(), name, access.permissions(principal.get()), body);
        }
        return RestAnswer.error(404, "Not found");
    }

    private RestAnswer shadow(HttpMethod method, ShadowName name, AccessControl.Permissions permissions, byte[] body) {
        String action;
        Operation operation;
        if (method.equals(HttpMethod.GET)) {
            action = "iot:GetThingShadow";
            operation = Operation.GET;
        } else if (method.equals(HttpMethod.POST)) {
            action = "iot:UpdateThingShadow";
            operation = Operation.UPDATE;
        } else if (method.equals(HttpMethod.DELETE)) {
            action = "iot:DeleteThingShadow";
            operation = Operation.DELETE;
        } else {
            return RestAnswer.error(405, "Method not allowed");
        }
        if (!permissions.allows(action, name.resource())) {
            return RestAnswer.error(403, "Forbidden");
        }
        // A body on GET or DELETE means nothing here; the firmware sends an empty one.
        byte[] document = operation == Operation.UPDATE ? body : new byte[0];
        ShadowReply reply = shadows.onRest(name, operation, document);
        return reply instanceof ShadowReply.Rejected rejected
                ? RestAnswer.error(rejected.code(), rejected.message())
                : RestAnswer.success(reply.body());
    }

    /** Header names in lower case, as AWS sends them; the length is always stated, never chunked. */
    private static void send(HttpServerResponse response, RestAnswer answer) {
        response.setStatusCode(answer.status())
                .putHeader("content-type", "application/json")
                .putHeader("x-amzn-requestid", answer.requestId());
        if (answer.errorType() != null) {
            response.putHeader("x-amzn-errortype", answer.errorType());
        }
        response.end(Buffer.buffer(answer.body()));
    }

    private Optional<Principal> principal(HttpServerRequest request) {
        SSLSession session = request.sslSession();
        try {
            if (session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
                String address = request.remoteAddress().hostAddress();
                return certificates.roleOf(certificate).map(role -> Principal.of(role, certificate, address));
            }
        } catch (SSLPeerUnverifiedException e) {
            LOG.info("HTTPS: a client without a certificate: {}", e.getMessage());
        }
        return Optional.empty();
    }
}
