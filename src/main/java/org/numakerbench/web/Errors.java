package org.numakerbench.web;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import org.numakerbench.text.SafeText;
import org.numakerbench.web.live.Workers.BusyException;
import org.numakerbench.web.page.ErrorPage;
import org.numakerbench.web.page.Pages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when there is nothing to show: sentences, in the dashboard's own design. */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private Errors() {}

    static Answer page(RoutingContext context, int status, String heading, String sentence) {
        return page(Visitor.of(context), status, heading, sentence);
    }

    static Answer page(Visitor visitor, int status, String heading, String sentence) {
        return Answer.page(
                status,
                Pages.error(visitor.layout(heading, ""), new ErrorPage(status, heading, SafeText.line(sentence))));
    }

    static Answer notFound(RoutingContext context) {
        return page(context, 404, "Not here", "There is nothing under this address.");
    }

    /** Answers for routes that did not. */
    static void installOn(Router router) {
        router.errorHandler(404, it -> notFound(it).send(it.request()));
        router.errorHandler(405, it -> {
            String path = it.request().path();
            String allowed = path.equals("/login") ? "GET, HEAD, POST" : path.equals("/logout") ? "POST" : "GET, HEAD";
            page(it, 405, "Not like this", "This address takes " + allowed + " only.")
                    .with("Allow", allowed)
                    .send(it.request());
        });
        router.errorHandler(
                400,
                it -> page(it, 400, "Not understood", "The address is not well formed.")
                        .send(it.request()));
        router.errorHandler(500, it -> {
            boolean misspelt = it.failure() instanceof IllegalArgumentException;
            Answer answer = misspelt
                    ? page(it, 400, "Not understood", "The address is not well formed.")
                    : of(it, it.failure());
            answer.send(it.request());
        });
    }

    /** In words, what a failure is to one who asked for a page. */
    static Answer of(RoutingContext context, Throwable failure) {
        if (failure instanceof BusyException) {
            return page(context, 503, "Too busy", String.valueOf(failure.getMessage()))
                    .with("Retry-After", "2");
        }
        if (failure instanceof IOException) {
            return page(context, 503, "Cannot be read", String.valueOf(failure.getMessage()));
        }
        LOG.error("a request failed: {}", context.request().path(), failure);
        return page(
                context,
                500,
                "A mistake",
                "A mistake in the bench itself; the log of bench serve has the lines to report.");
    }
}
