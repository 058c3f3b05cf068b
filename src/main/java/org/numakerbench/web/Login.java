package org.numakerbench.web;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.numakerbench.web.auth.FormTokens;
import org.numakerbench.web.auth.LoginLimit;
import org.numakerbench.web.auth.Origins;
import org.numakerbench.web.auth.Sessions;
import org.numakerbench.web.auth.Token;
import org.numakerbench.web.page.Layout;
import org.numakerbench.web.page.LoginPage;
import org.numakerbench.web.page.Pages;

/** Logging in and out: the only things anybody can do here. */
final class Login {
    private static final String FORM = "bench-form";
    /** Pages of this server, and none that a browser would take for another's. */
    private static final Pattern HERE = Pattern.compile("/(?:[A-Za-z0-9._~%?=&+-][A-Za-z0-9._~%/?=&+-]*)?");

    private static final int FIELDS = 8;

    private final Token token;
    private final Sessions sessions;
    private final LoginLimit limit;
    private final FormTokens forms;
    private final boolean secure;
    private final Runnable loggedOut;

    /**
     * @param secure cookies are for TLS only
     * @param loggedOut called after somebody has
     */
    Login(Token token, Sessions sessions, LoginLimit limit, FormTokens forms, boolean secure, Runnable loggedOut) {
        this.token = token;
        this.sessions = sessions;
        this.limit = limit;
        this.forms = forms;
        this.secure = secure;
        this.loggedOut = loggedOut;
    }

    void installOn(Router router) {
        router.get("/login")
                .handler(it -> show(it, next(it.request().getParam("next", "/")), 200, "")
                        .send(it.request()));
        router.head("/login").handler(it -> show(it, "/", 200, "").send(it.request()));
        router.post("/login").handler(it -> form(it, this::logIn));
        router.post("/logout").handler(it -> form(it, this::logOut));
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
                .onSuccess(body -> action.of(
                                context,
                                new QueryStringDecoder(body.toString(), StandardCharsets.UTF_8, false, FIELDS)
                                        .parameters())
                        .send(request))
                .onFailure(failure -> request.connection().close());
    }

    private static Answer foreign(RoutingContext context) {
        return Errors.page(
                context, 403, "Not from here", "This form was not sent from a page of this dashboard; open it anew.");
    }

    private Answer show(RoutingContext context, String next, int status, String wrong) {
        String cookie = Gate.cookie(context.request(), FORM);
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
        String cookie = Gate.cookie(context.request(), FORM);
        String next = next(field(fields, "next"));
        if (!forms.fits(cookie, field(fields, "form"))) {
            return foreign(context);
        }
        String address = context.request().remoteAddress().host();
        Duration wait = limit.wait(address);
        if (!wait.isZero()) {
            return Gate.tooMany(context, wait);
        }
        if (!token.matches(field(fields, "token").strip())) {
            limit.failed(address);
            return show(context, next, 401, "This is not the token of this dashboard.");
        }
        return Answer.goTo(next, Map.of("Set-Cookie", cookie(Gate.SESSION, sessions.begin(), Sessions.LIFE)));
    }

    private Answer logOut(RoutingContext context, Map<String, List<String>> fields) {
        String session = Gate.cookie(context.request(), Gate.SESSION);
        if (!forms.fits(session, field(fields, "form"))) {
            return foreign(context);
        }
        sessions.end(session);
        loggedOut.run();
        return Answer.goTo("/login", Map.of("Set-Cookie", cookie(Gate.SESSION, "", Duration.ZERO)));
    }

    private static String field(Map<String, List<String>> fields, String name) {
        return fields.getOrDefault(name, List.of("")).get(0);
    }

    private static String next(String wanted) {
        return HERE.matcher(wanted).matches() && !wanted.startsWith("/login") ? wanted : "/";
    }

    private String cookie(String name, String value, Duration life) {
        return name + "=" + value + "; Path=/; Max-Age=" + life.toSeconds() + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }
}
