package org.numakerbench.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    private static final List<HttpMethod> STREAM = List.of(HttpMethod.GET);
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private final Views views;
    private final Live live;
    private final Workers workers;
    private final Meters meters;
    private final Sources sources;
    private final Sessions sessions;
    /** Of the database, whether it is well; null while nobody does. */
    private @Nullable Future<Answer> asking;

    Routes(Views views, Live live, Workers workers, Meters meters, Sources sources, Sessions sessions) {
        this.views = views;
        this.live = live;
        this.workers = workers;
        this.meters = meters;
        this.sources = sources;
        this.sessions = sessions;
    }

    void installOn(AccessRouter router) {
        show(router, "/", it -> {
            Visitor visitor = Visitor.of(it);
            return () -> Optional.of(views.lab(visitor));
        });
        show(router, "/boards/:bench/:board", it -> {
            Visitor visitor = Visitor.of(it);
            String bench = name(it, "bench");
            String board = name(it, "board");
            return () -> views.board(visitor, bench, board);
        });
        show(router, "/runs", it -> {
            Visitor visitor = Visitor.of(it);
            Search search = search(it.request());
            return () -> Optional.of(views.runs(visitor, search));
        });
        show(router, "/runs/:bench/:run/report", it -> {
            Visitor visitor = Visitor.of(it);
            String bench = name(it, "bench");
            String run = name(it, "run");
            return () -> views.report(visitor, bench, run);
        });
        show(router, "/runs/:bench/:run/compare", it -> {
            Visitor visitor = Visitor.of(it);
            String bench = name(it, "bench");
            String run = name(it, "run");
            return () -> views.compare(visitor, bench, run);
        });
        show(router, "/heap", it -> {
            Visitor visitor = Visitor.of(it);
            String series = it.request().getParam("series", "");
            return () -> Optional.of(views.heap(visitor, series));
        });
        show(router, "/measurements", it -> {
            Visitor visitor = Visitor.of(it);
            String series = it.request().getParam("series", "");
            String name = it.request().getParam("name", "");
            return () -> Optional.of(views.measurements(visitor, series, name));
        });
        show(router, "/images", it -> {
            Visitor visitor = Visitor.of(it);
            return () -> Optional.of(views.images(visitor));
        });
        show(router, "/nights", it -> {
            Visitor visitor = Visitor.of(it);
            return () -> Optional.of(views.nights(visitor));
        });
        show(router, "/nights/:night", it -> {
            String night = name(it, "night");
            return () -> views.night(night);
        });
        router.addGuarded("/runs/:bench/:run", AccessRouter.READ, it -> named(it, this::run));
        router.addGuarded("/events", STREAM, it -> lab(it, LabNow.FRONT));
        router.addGuarded("/boards/:bench/:board/events", STREAM, it -> {
            String board = LabNow.board(it.pathParam("bench"), it.pathParam("board"));
            lab(it, List.of(LabNow.TROUBLE, board));
        });
        router.addGuarded("/runs/:bench/:run/events", STREAM, it -> named(it, this::runEvents));
        router.addGuarded("/metrics", AccessRouter.READ, it -> send(it, workers.run(this::metrics)));
        router.addPublic("/healthz", AccessRouter.READ, this::health);
        router.addPublic("/static/:file", AccessRouter.READ, it -> file(it, it.pathParam("file")));
        router.addPublic("/favicon.ico", AccessRouter.READ, it -> file(it, "icon.svg"));
    }

    /** A page in two parts: what was asked for is read on the event loop, the answer is made on a worker. */
    private interface View {
        Callable<Optional<Answer>> of(RoutingContext context) throws NoSuchNameException;
    }

    /** What cannot be the name of anything is asked for nowhere. */
    private static final class NoSuchNameException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static String name(RoutingContext context, String parameter) throws NoSuchNameException {
        String name = context.pathParam(parameter);
        if (!Links.isName(name)) {
            throw new NoSuchNameException();
        }
        return name;
    }

    private interface OfRun {
        void of(RoutingContext context, String bench, String run);
    }

    private static void named(RoutingContext context, OfRun handler) {
        try {
            handler.of(context, name(context, "bench"), name(context, "run"));
        } catch (NoSuchNameException none) {
            Errors.notFound(context).send(context.request());
        }
    }

    private void show(AccessRouter router, String path, View view) {
        router.addGuarded(path, AccessRouter.READ, context -> {
            try {
                Callable<Optional<Answer>> making = view.of(context);
                send(context, workers.run(making).map(it -> it.orElseGet(() -> Errors.notFound(context))));
            } catch (NoSuchNameException none) {
                Errors.notFound(context).send(context.request());
            }
        });
    }

    private Answer metrics() throws LabException {
        Buffer figures = Buffer.buffer(meters.scrape(sources.lab(), views.newestFigures()));
        return new Answer(200, METRICS_TYPE, figures, ContentPolicy.OWN, Map.of());
    }

    private static void send(RoutingContext context, Future<Answer> making) {
        making.recover(failure -> Future.succeededFuture(Errors.of(context, failure)))
                .onSuccess(it -> it.send(context.request()));
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

    private void run(RoutingContext context, String bench, String run) {
        send(
                context,
                live.view(bench, run)
                        .map(found -> found.map(view -> Answer.page(
                                        200,
                                        Pages.page("run", Visitor.of(context).layout(run, ""), view)))
                                .orElseGet(() -> Errors.notFound(context))));
    }

    private Live.Viewer viewer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String last = request.getHeader("Last-Event-ID");
        String session = Visitor.of(context).session();
        boolean known = !session.isEmpty();
        return new Live.Viewer(
                request.response(),
                known ? session : request.remoteAddress().host(),
                last == null ? request.getParam("after", "") : last,
                () -> !known || sessions.isOpen(session),
                over -> context.addEndHandler(it -> over.run()),
                () -> Connections.cut(request.connection()));
    }

    private void lab(RoutingContext context, List<String> pieces) {
        if (!live.lab(viewer(context), pieces)) {
            tooMany(context).send(context.request());
        }
    }

    private void runEvents(RoutingContext context, String bench, String run) {
        live.run(viewer(context), bench, run)
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

    /**
     * Needs no token, so it tells no more than that, and strangers who ask at once are answered at once: they cannot keep
     * the workers from those who are let in.
     */
    private void health(RoutingContext context) {
        Future<Answer> asked = asking;
        if (asked == null) {
            asked = workers.run(() -> sources.lab().nights(1))
                    .map(it -> Answer.text(200, "The lab's database answers.\n"))
                    .recover(Routes::sick)
                    .onComplete(done -> asking = null);
            asking = asked.isComplete() ? null : asked;
        }
        asked.onSuccess(it -> it.send(context.request()));
    }

    private static Future<Answer> sick(Throwable failure) {
        String words = "The dashboard has too much to do.\n";
        if (failure instanceof LabException) {
            LOG.warn("not healthy: {}", failure.getMessage());
            words = "The lab's database does not answer; the log of bench serve says why.\n";
        }
        return Future.succeededFuture(Answer.text(503, words));
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
