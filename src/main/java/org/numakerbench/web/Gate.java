package org.numakerbench.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.numakerbench.web.auth.ContentPolicy;
import org.numakerbench.web.auth.Origins;
import org.numakerbench.web.auth.Targets;

/** What every request is held to before any route sees it: its form. Who may see what is said by the routes. */
final class Gate {
    /** Longest body of a form, in bytes. */
    static final int BODY = 4096;

    private final boolean anyName;

    /** @param anyName this host may be asked for under any name; else under those of loopback alone */
    Gate(boolean anyName) {
        this.anyName = anyName;
    }

    /** What browsers are to refuse, whatever the answer is. */
    static void protect(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", ContentPolicy.OWN)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** What a request that is not well formed gets; empty when it may go on. */
    Optional<Answer> refusal(HttpServerRequest request) {
        if (!isShort(request)) {
            // What was sent is not read: the connection cannot be used again.
            return Optional.of(page(413, "Too much", "A request has at most " + BODY + " bytes here.")
                    .with("Connection", "close"));
        }
        if (!Targets.isCanonical(request.uri())) {
            return Optional.of(page(400, "Not understood", "The address is not well formed."));
        }
        if (!anyName && !Origins.isLoopback(request.getHeader("Host"))) {
            return Optional.of(page(
                    403,
                    "Not under this name",
                    "Without a token this dashboard answers only under the name localhost or 127.0.0.1."));
        }
        return Optional.empty();
    }

    private static Answer page(int status, String heading, String sentence) {
        return Errors.page(Visitor.NOBODY, status, heading, sentence);
    }

    /** Forms are small and say how long they are; nothing else has a body. */
    private static boolean isShort(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (request.getHeader("Transfer-Encoding") != null) {
            return false;
        }
        return length == null
                || length.equals("0")
                || request.method().equals(HttpMethod.POST)
                        && length.matches("[0-9]{1,4}")
                        && Integer.parseInt(length) <= BODY;
    }
}
