package org.numakerbench.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import org.numakerbench.web.auth.ContentPolicy;

/**
 * What a request gets.
 *
 * @param policy what a browser may load and run for it
 * @param headers beside those that every answer has
 */
public record Answer(int status, String type, Buffer body, String policy, Map<String, String> headers) {
    static final String HTML = "text/html; charset=utf-8";
    static final String TEXT = "text/plain; charset=utf-8";

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A page of the dashboard. */
    public static Answer page(int status, String html) {
        return new Answer(status, HTML, Buffer.buffer(html), ContentPolicy.OWN, Map.of());
    }

    /** A page that holds its style and script in itself, with a way back to the dashboard. */
    public static Answer standalone(String html, String policy) {
        String linked =
                html.replaceFirst("<main>", "<main><nav aria-label=\"Dashboard\"><a href=\"/\">← The lab</a></nav>");
        return new Answer(200, HTML, Buffer.buffer(linked), policy, Map.of());
    }

    static Answer text(int status, String text) {
        return new Answer(status, TEXT, Buffer.buffer(text), ContentPolicy.OWN, Map.of());
    }

    static Answer goTo(String address, Map<String, String> headers) {
        Map<String, String> all = new java.util.HashMap<>(headers);
        all.put("Location", address);
        return new Answer(303, TEXT, Buffer.buffer(), ContentPolicy.OWN, all);
    }

    Answer with(String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, type, body, policy, more);
    }

    void send(HttpServerRequest request) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        request.response().setStatusCode(status);
        request.response().putHeader("Content-Type", type).putHeader("Content-Security-Policy", policy);
        request.response().putHeader("Content-Length", String.valueOf(body.length()));
        headers.forEach(request.response()::putHeader);
        request.response().end(body).onComplete(sent -> {
            // Whoever has not been heard to the end would be waited for.
            if ("close".equals(headers.get("Connection"))) {
                request.connection().close();
            }
        });
    }
}
