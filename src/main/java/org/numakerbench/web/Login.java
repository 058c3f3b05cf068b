package org.numakerbench.web;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.numakerbench.web.auth.FormTokens;
import org.numakerbench.web.auth.LoginLimit;
import org.numakerbench.web.auth.Origins;
import org.numakerbench.web.auth.Sessions;
import org.numakerbench.web.auth.Targets;
import org.numakerbench.web.auth.Token;
import org.numakerbench.web.page.Layout;
import org.numakerbench.web.page.LoginPage;
import org.numakerbench.web.page.Pages;

/** Logging in and out: the only things anybody can do here. */
final class Login {
    private static final String FORM = "bench-form";
    private static final int FIELDS = 8;

    private final Token token;
    private final Sessions sessions;
    private final LoginLimit limit;
    private final FormTokens forms;
    private final boolean secure;
    private final Duration patience;
    private final Runnable loggedOut;

    /**
     * @param secure cookies are for TLS only
     * @param patience with one who sends a form slowly
     * @param loggedOut called after somebody has
     */
    Login(
            Token token,
            Sessions sessions,
            LoginLimit limit,
            FormTokens forms,
            boolean secure,
            Duration patience,
            Runnable loggedOut) {
        this.token = token;
        this.sessions = sessions;
        this.limit = limit;
        this.forms = forms;
        this.secure = secure;
        this.patience = patience;
        this.loggedOut = loggedOut;
    }

    void installOn(AccessRouter router) {
        router.addPublic("/login", List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST), it -> {
            if (it.request().method().equals(HttpMethod.POST)) {
                form(it, this::logIn);
            } else {
                show(it, next(it.request().getParam("next", "/")), 200, "").send(it.request());
            }
        });
        router.addGuarded("/logout", List.of(HttpMethod.POST), it -> form(it, this::logOut));
    }

    private interface Action {
        Answer of(RoutingContext context, Map<String, List<String>> fields);
    }

    private void form(RoutingContext context, Action action) {
        HttpServerRequest request = context.request();
        if (!Origins.isSame(
                request.getHeader("Host"), request.getHeader("Origin"), request.getHeader("Sec-Fetch-Site"))) {
            foreign(context).send(request);
            return;
        }
        request.body()
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(body -> action.of(
                                context,
                                new QueryStringDecoder(body.toString(), StandardCharsets.UTF_8, false, FIELDS)
                                        .parameters())
                        .send(request))
                .onFailure(failure -> Connections.cut(request.connection()));
    }

    private static Answer foreign(RoutingContext context) {
        return Errors.page(
                context, 403, "Not from here", "This form was not sent from a page of this dashboard; open it again.");
    }

    private Answer show(RoutingContext context, String next, int status, String wrong) {
        String cookie = Guard.cookie(context.request(), FORM);
        boolean known = cookie.matches("[A-Za-z0-9_-]{43}");
        if (!known) {
            cookie = forms.newCookie();
        }
        Answer page = Answer.page(
                status,
                Pages.page("login", new Layout("Log in", "", null), new LoginPage(forms.of(cookie), next, wrong)));
        return known ? page : page.with("Set-Cookie", cookie(FORM, cookie, Sessions.LIFE));
    }

    private Answer logIn(RoutingContext context, Map<String, List<String>> fields) {
        String cookie = Guard.cookie(context.request(), FORM);
        String next = next(field(fields, "next"));
        if (!forms.fits(cookie, field(fields, "form"))) {
            return foreign(context);
        }
        String address = context.request().remoteAddress().host();
        Duration wait = limit.wait(address);
        if (!wait.isZero()) {
            return Guard.tooMany(context, wait);
        }
        if (!token.matches(field(fields, "token").strip())) {
            limit.failed(address);
            return show(context, next, 401, "This is not the token of this dashboard.");
        }
        return Answer.goTo(next, Map.of("Set-Cookie", cookie(Guard.SESSION, sessions.begin(), Sessions.LIFE)));
    }

    private Answer logOut(RoutingContext context, Map<String, List<String>> fields) {
        String session = Guard.cookie(context.request(), Guard.SESSION);
        if (!forms.fits(session, field(fields, "form"))) {
            return foreign(context);
        }
        sessions.end(session);
        loggedOut.run();
        return Answer.goTo("/login", Map.of("Set-Cookie", cookie(Guard.SESSION, "", Duration.ZERO)));
    }

    private static String field(Map<String, List<String>> fields, String name) {
        return fields.getOrDefault(name, List.of("")).get(0);
    }

    private static String next(String wanted) {
        return Targets.isOwnPage(wanted) && !wanted.startsWith("/login") ? wanted : "/";
    }

    private String cookie(String name, String value, Duration life) {
        return name + "=" + value + "; Path=/; Max-Age=" + life.toSeconds() + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }
}
