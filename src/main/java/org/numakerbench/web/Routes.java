package org.numakerbench.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.numakerbench.lab.LabException;
import org.numakerbench.web.auth.ContentPolicy;
import org.numakerbench.web.auth.Sessions;
import org.numakerbench.web.live.Live;
import org.numakerbench.web.live.Workers;
import org.numakerbench.web.page.LabNow;
import org.numakerbench.web.page.Links;
import org.numakerbench.web.page.Pages;
import org.numakerbench.web.page.Search;
import org.numakerbench.web.page.StaticFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which address shows what. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final Views views;
    private final Live live;
    private final Workers workers;
    private final Meters meters;
    private final Sources sources;
    private final Sessions sessions;

    Routes(Views views, Live live, Workers workers, Meters meters, Sources sources, Sessions sessions) {
        this.views = views;
        this.live = live;
        this.workers = workers;
        this.meters = meters;
        this.sources = sources;
        this.sessions = sessions;
    }

    void installOn(Router router) {
        show(router, "/", it -> Optional.of(views.lab(Visitor.of(it))));
        show(
                router,
                "/boards/:bench/:board",
                it -> named(it, "bench", "board")
                        ? views.board(Visitor.of(it), it.pathParam("bench"), it.pathParam("board"))
                        : Optional.empty());
        show(router, "/runs", it -> Optional.of(views.runs(Visitor.of(it), search(it.request()))));
        show(
                router,
                "/runs/:bench/:run/report",
                it -> named(it, "bench", "run")
                        ? views.report(Visitor.of(it), it.pathParam("bench"), it.pathParam("run"))
                        : Optional.empty());
        show(
                router,
                "/heap",
                it -> Optional.of(views.heap(Visitor.of(it), it.request().getParam("series", ""))));
        show(router, "/images", it -> Optional.of(views.images(Visitor.of(it))));
        show(router, "/nights", it -> Optional.of(views.nights(Visitor.of(it))));
        show(
                router,
                "/nights/:night",
                it -> named(it, "night") ? views.night(Visitor.of(it), it.pathParam("night")) : Optional.empty());
        read(router, "/runs/:bench/:run").handler(this::run);
        router.get("/events").handler(it -> lab(it, LabNow.FRONT));
        router.get("/boards/:bench/:board/events").handler(it -> {
            String board = LabNow.board(it.pathParam("bench"), it.pathParam("board"));
            lab(it, List.of(LabNow.TROUBLE, board));
        });
        router.get("/runs/:bench/:run/events").handler(this::runEvents);
        read(router, "/metrics")
                .handler(it -> answer(
                        it,
                        () -> new Answer(
                                200,
                                METRICS_TYPE,
                                Buffer.buffer(meters.scrape(sources.lab())),
                                ContentPolicy.OWN,
                                Map.of())));
        read(router, "/healthz").handler(this::health);
        read(router, "/static/:file").handler(it -> file(it, it.pathParam("file")));
        read(router, "/favicon.ico").handler(it -> file(it, "icon.svg"));
    }

    private interface View {
        Optional<Answer> of(RoutingContext context) throws Exception;
    }

    private static Route read(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private void show(Router router, String path, View view) {
        read(router, path)
                .handler(context -> answer(context, () -> view.of(context).orElseGet(() -> Errors.notFound(context))));
    }

    private void answer(RoutingContext context, Callable<Answer> making) {
        send(context, workers.run(making));
    }

    private static void send(RoutingContext context, Future<Answer> making) {
        making.recover(failure -> Future.succeededFuture(Errors.of(context, failure)))
                .onSuccess(it -> it.send(context.request()));
    }

    /** What cannot be a name is asked for nowhere. */
    private static boolean named(RoutingContext context, String... parameters) {
        for (String each : parameters) {
            if (!Links.isName(context.pathParam(each))) {
                return false;
            }
        }
        return true;
    }

    private static Search search(HttpServerRequest request) {
        return Search.of(
                request.getParam("board", ""),
                request.getParam("image", ""),
                request.getParam("build", ""),
                request.getParam("outcome", ""),
                request.getParam("from", ""),
                request.getParam("to", ""),
                request.getParam("page", ""));
    }

    private void run(RoutingContext context) {
        if (!named(context, "bench", "run")) {
            Errors.notFound(context).send(context.request());
            return;
        }
        String run = context.pathParam("run");
        send(
                context,
                live.view(context.pathParam("bench"), run)
                        .map(found -> found.map(view -> Answer.page(
                                        200,
                                        Pages.page("run", Visitor.of(context).layout(run, ""), view)))
                                .orElseGet(() -> Errors.notFound(context))));
    }

    private Live.Viewer viewer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String last = request.getHeader("Last-Event-ID");
        String session = Visitor.of(context).session();
        BooleanSupplier allowed = session.isEmpty() ? () -> true : () -> sessions.isOpen(session);
        return new Live.Viewer(request.response(), last == null ? request.getParam("after", "") : last, allowed);
    }

    private void lab(RoutingContext context, List<String> pieces) {
        if (!live.lab(viewer(context), pieces)) {
            tooMany(context).send(context.request());
        }
    }

    private void runEvents(RoutingContext context) {
        if (!named(context, "bench", "run")) {
            Errors.notFound(context).send(context.request());
            return;
        }
        live.run(viewer(context), context.pathParam("bench"), context.pathParam("run"))
                .onSuccess(followed -> {
                    if (followed == Live.Followed.TOO_MANY) {
                        tooMany(context).send(context.request());
                    } else if (followed == Live.Followed.NO_SUCH_RUN) {
                        Errors.notFound(context).send(context.request());
                    }
                })
                .onFailure(failure -> Errors.of(context, failure).send(context.request()));
    }

    private static Answer tooMany(RoutingContext context) {
        return Errors.page(context, 503, "Too busy", "Too many browsers watch already; close some of them.")
                .with("Retry-After", "10");
    }

    /** Needs no token, so it tells no more than that. */
    private void health(RoutingContext context) {
        workers.run(() -> sources.lab().nights(1))
                .map(it -> Answer.text(200, "The lab's database answers.\n"))
                .recover(failure -> {
                    if (failure instanceof LabException) {
                        LOG.warn("not healthy: {}", failure.getMessage());
                    }
                    return Future.succeededFuture(Answer.text(
                            503,
                            failure instanceof LabException
                                    ? "The lab's database does not answer; the log of bench serve says why.\n"
                                    : "The dashboard has too much to do.\n"));
                })
                .onSuccess(it -> it.send(context.request()));
    }

    private static void file(RoutingContext context, String name) {
        StaticFiles.find(name)
                .map(file -> new Answer(
                        200,
                        file.type(),
                        Buffer.buffer(file.bytes()),
                        ContentPolicy.OWN,
                        Map.of("Cache-Control", FOR_EVER)))
                .orElseGet(() -> Errors.notFound(context))
                .send(context.request());
    }
}
