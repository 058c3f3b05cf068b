package org.numakerbench.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
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

    /** @param methods what the address takes */
    static Answer notLikeThis(RoutingContext context, List<HttpMethod> methods) {
        String allowed = methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        return page(context, 405, "Not like this", "This address takes " + allowed + " only.")
                .with("Allow", allowed);
    }

    /** For what cannot be read as a request. */
    static void malformed(RoutingContext context) {
        page(context, 400, "Not understood", "The address is not well formed.").send(context.request());
    }

    /** For a route that failed. */
    static void failed(RoutingContext context) {
        if (context.failure() instanceof IllegalArgumentException) {
            malformed(context);
        } else {
            of(context, context.failure()).send(context.request());
        }
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
