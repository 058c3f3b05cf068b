package org.numakerbench.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Which address is answered by what, and for whom. A route is public or guarded, there is no third way to add one, and what
 * no route has is guarded, too: strangers are not even told what there is not. The router that serves is the one that
 * decides; nothing else reads an address for it.
 */
final class AccessRouter {
    /** Whom a route answers. */
    enum Access {
        /** Everybody. */
        PUBLIC,
        /** Who is let in. */
        GUARDED
    }

    static final List<HttpMethod> READ = List.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String ACCESS = "access";

    private final Router router;
    private final Handler<RoutingContext> first;
    private final Handler<RoutingContext> guard;

    /**
     * @param first sees every request, whomever it is from, and passes it on
     * @param guard passes on who is let in, and answers all others
     */
    AccessRouter(Vertx vertx, Handler<RoutingContext> first, Handler<RoutingContext> guard) {
        this.router = Router.router(vertx);
        this.first = first;
        this.guard = guard;
        router.errorHandler(400, Errors::malformed).errorHandler(500, Errors::failed);
        on(router.route().last(), Access.GUARDED)
                .handler(it -> Errors.notFound(it).send(it.request()));
    }

    /** Answers everybody. */
    void addPublic(String path, List<HttpMethod> methods, Handler<RoutingContext> handler) {
        add(path, Access.PUBLIC, methods, handler);
    }

    /** Answers who is let in. */
    void addGuarded(String path, List<HttpMethod> methods, Handler<RoutingContext> handler) {
        add(path, Access.GUARDED, methods, handler);
    }

    private void add(String path, Access access, List<HttpMethod> methods, Handler<RoutingContext> handler) {
        on(router.route(path), access)
                .handler(it -> {
                    if (methods.contains(it.request().method())) {
                        it.next();
                    } else {
                        Errors.notLikeThis(it, methods).send(it.request());
                    }
                })
                .handler(handler);
    }

    private Route on(Route route, Access access) {
        route.putMetadata(ACCESS, access).handler(first);
        return access == Access.PUBLIC ? route : route.handler(guard);
    }

    void handle(HttpServerRequest request) {
        router.handle(request);
    }

    /** All there are. */
    List<Route> routes() {
        return router.getRoutes();
    }

    /** What {@code route} was declared. */
    static Access access(Route route) {
        return route.getMetadata(ACCESS);
    }
}
