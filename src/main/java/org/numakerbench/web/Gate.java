package org.numakerbench.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.web.auth.ContentPolicy;
import org.numakerbench.web.auth.FormTokens;
import org.numakerbench.web.auth.LoginLimit;
import org.numakerbench.web.auth.Origins;
import org.numakerbench.web.auth.Sessions;
import org.numakerbench.web.auth.Token;

/** Every request goes through here first. */
final class Gate {
    static final String SESSION = "bench-session";
    /** Longest body of a form, in bytes. */
    static final int BODY = 4096;

    private static final String BEARER = "Bearer ";

    private final Optional<Token> token;
    private final Sessions sessions;
    private final LoginLimit limit;
    private final FormTokens forms;

    Gate(Optional<Token> token, Sessions sessions, LoginLimit limit, FormTokens forms) {
        this.token = token;
        this.sessions = sessions;
        this.limit = limit;
        this.forms = forms;
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

    void enter(RoutingContext context) {
        HttpServerRequest request = context.request();
        protect(request.response());
        Answer refusal = shape(context);
        if (refusal == null && token.isEmpty() && !Origins.isLoopback(request.getHeader("Host"))) {
            refusal = Errors.page(
                    context,
                    403,
                    "Not under this name",
                    "Without a token this dashboard answers only under the name localhost or 127.0.0.1.");
        }
        if (refusal == null && token.isPresent() && !isPublic(request.path())) {
            refusal = ask(context, token.get());
        }
        if (refusal == null) {
            context.next();
        } else {
            refusal.send(request);
        }
    }

    /** Forms are small and say how long they are; nothing else has a body. */
    private static @Nullable Answer shape(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader("Content-Length");
        boolean chunked = request.getHeader("Transfer-Encoding") != null;
        boolean posts = request.method().equals(HttpMethod.POST);
        if (!chunked && (length == null || length.equals("0"))) {
            return null;
        }
        boolean small = !chunked && length != null && length.matches("[0-9]{1,4}") && Integer.parseInt(length) <= BODY;
        if (posts && small) {
            return null;
        }
        // What was sent is not read: the connection cannot be used again.
        return Errors.page(context, 413, "Too much", "A request has at most " + BODY + " bytes here.")
                .with("Connection", "close");
    }

    private static boolean isPublic(String path) {
        return path.equals("/login")
                || path.equals("/healthz")
                || path.equals("/favicon.ico")
                || path.startsWith("/static/");
    }

    private @Nullable Answer ask(RoutingContext context, Token secret) {
        HttpServerRequest request = context.request();
        String session = cookie(request, SESSION);
        if (sessions.isOpen(session)) {
            new Visitor(session, forms.of(session)).remember(context);
            return null;
        }
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return login(context);
        }
        String address = request.remoteAddress().host();
        Duration wait = limit.wait(address);
        if (!wait.isZero()) {
            return tooMany(context, wait);
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && secret.matches(authorization.substring(BEARER.length()).strip())) {
            return null;
        }
        limit.failed(address);
        return Errors.page(context, 401, "Who is there?", "The token is not that of this dashboard.")
                .with("WWW-Authenticate", "Bearer");
    }

    static Answer tooMany(RoutingContext context, Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return Errors.page(
                        context,
                        429,
                        "Too many tries",
                        "Too many wrong tokens came from your address; try again in " + seconds + " s.")
                .with("Retry-After", String.valueOf(seconds));
    }

    /** A person is shown where to log in; a program is told to. */
    private static Answer login(RoutingContext context) {
        HttpServerRequest request = context.request();
        String accept = request.getHeader("Accept");
        boolean person = accept != null
                && accept.contains("text/html")
                && !request.method().equals(HttpMethod.POST);
        if (person) {
            return Answer.goTo(
                    "/login?next=" + URLEncoder.encode(request.uri(), StandardCharsets.UTF_8), java.util.Map.of());
        }
        return Errors.page(context, 401, "Who is there?", "Log in, or send the token: Authorization: Bearer TOKEN.")
                .with("WWW-Authenticate", "Bearer");
    }

    /** The value of a cookie; empty without. */
    static String cookie(HttpServerRequest request, String name) {
        Cookie cookie = request.getCookie(name);
        return cookie == null ? "" : cookie.getValue();
    }
}
