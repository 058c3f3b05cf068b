package org.numakerbench.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.web.auth.FormTokens;
import org.numakerbench.web.auth.LoginLimit;
import org.numakerbench.web.auth.Sessions;
import org.numakerbench.web.auth.Token;

/** Lets in who has logged in or shows the token; everybody where there is none. */
final class Guard {
    static final String SESSION = "bench-session";

    private static final String BEARER = "Bearer ";

    private final Optional<Token> token;
    private final Sessions sessions;
    private final LoginLimit limit;
    private final FormTokens forms;
    private final Connections connections;

    Guard(Optional<Token> token, Sessions sessions, LoginLimit limit, FormTokens forms, Connections connections) {
        this.token = token;
        this.sessions = sessions;
        this.limit = limit;
        this.forms = forms;
        this.connections = connections;
    }

    void enter(RoutingContext context) {
        Answer refusal = token.isPresent() ? ask(context, token.get()) : null;
        if (refusal == null) {
            connections.letIn(context.request().connection());
            context.next();
        } else {
            refusal.send(context.request());
        }
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
            return Answer.goTo("/login?next=" + URLEncoder.encode(request.uri(), StandardCharsets.UTF_8), Map.of());
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
