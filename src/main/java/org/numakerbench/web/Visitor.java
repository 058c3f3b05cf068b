package org.numakerbench.web;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.numakerbench.web.page.Layout;

/**
 * Who asks, once let in.
 *
 * @param session cookie of the session; empty where nobody has to log in, or for one who shows the token each time
 * @param logout what the form for logging out sends back; null without a session
 */
record Visitor(String session, @Nullable String logout) {
    private static final String KEY = "visitor";
    static final Visitor NOBODY = new Visitor("", null);

    void remember(RoutingContext context) {
        context.put(KEY, this);
    }

    static Visitor of(RoutingContext context) {
        Visitor known = context.get(KEY);
        return known == null ? NOBODY : known;
    }

    Layout layout(String title, String section) {
        return new Layout(title, section, logout);
    }
}
