package org.numakerbench.web;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.numakerbench.web.auth.FormTokens;
import org.numakerbench.web.auth.LoginLimit;
import org.numakerbench.web.auth.Sessions;
import org.numakerbench.web.live.Live;
import org.numakerbench.web.live.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dashboard, served. One event loop; what blocks is done by a few workers beside it. */
public final class Dashboard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);
    private static final int HEADER_BYTES = 8192;
    private static final int ADDRESS_BYTES = 2048;
    private static final long TIDY_MS = 100;
    private static final long START_SECONDS = 30;
    private static final long END_SECONDS = 10;

    private final Vertx vertx;
    private final Sources sources;
    private final DashboardOptions options;
    private final OpenHistory history;
    private final Connections connections;
    private @Nullable Meters meters;
    private @Nullable Live live;
    private volatile @Nullable Context loop;
    private @Nullable AccessRouter router;
    private int port;

    private Dashboard(Sources sources, DashboardOptions options) {
        this.sources = sources;
        this.options = options;
        this.history = new OpenHistory(sources.history());
        VertxOptions small = new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true);
        // No file cache: what is served from the class path is read by StaticFiles.
        small.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        this.connections = new Connections(options.limits(), System::nanoTime);
        this.vertx = Vertx.builder()
                .with(small)
                .withTransport(new AcceptingTransport(this::accepted))
                .build();
    }

    /**
     * Serves until it is closed.
     *
     * @throws IOException in words when it cannot: the port is in use, the certificate cannot be read
     */
    public static Dashboard start(Sources sources, DashboardOptions options) throws IOException, InterruptedException {
        Dashboard dashboard = new Dashboard(sources, options);
        try {
            dashboard.port = dashboard.listen();
            return dashboard;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            dashboard.close();
            throw failure;
        }
    }

    /** On the thread that accepts; what is to be done with the connection comes after this on the event loop. */
    private void accepted(Channel connection) {
        Context context = loop;
        if (context != null) {
            context.runOnContext(it -> connections.opened(connection));
        }
    }

    private int listen() throws IOException, InterruptedException {
        CompletableFuture<HttpServer> listening = new CompletableFuture<>();
        Context context = vertx.getOrCreateContext();
        loop = context;
        context.runOnContext(it -> {
            try {
                serve(context).onComplete(done -> {
                    if (done.succeeded()) {
                        listening.complete(done.result());
                    } else {
                        listening.completeExceptionally(done.cause());
                    }
                });
            } catch (RuntimeException failure) {
                listening.completeExceptionally(failure);
            }
        });
        try {
            return listening.get(START_SECONDS, TimeUnit.SECONDS).actualPort();
        } catch (ExecutionException | TimeoutException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new IOException(
                    "cannot serve on " + options.bind() + " port " + options.port() + ": " + words(cause), cause);
        }
    }

    private static String words(Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        if (cause instanceof java.net.BindException) {
            return said.contains("in use")
                    ? "the port is in use; end what uses it, or choose another with --port"
                    : said + "; choose an address of this host and a port above 1023";
        }
        return said.lines().findFirst().orElse(cause.toString());
    }

    private Future<HttpServer> serve(Context context) {
        Sessions sessions = new Sessions(InstantSource.system());
        LoginLimit limit = new LoginLimit(InstantSource.system());
        FormTokens forms = new FormTokens();
        Workers pages = new Workers(vertx, "pages", 3, 64);
        Workers following = new Workers(vertx, "following", 2, 1000);
        byte[] epoch = new byte[6];
        new SecureRandom().nextBytes(epoch);
        Live made = new Live(
                vertx,
                context,
                sources.lab(),
                sources.logs(),
                following,
                options.limits().stream(),
                HexFormat.of().formatHex(epoch));
        Meters figures = new Meters(made::streams, made::followers);
        live = made;
        meters = figures;
        AccessRouter routes = new AccessRouter(
                vertx,
                it -> begin(it, figures),
                new Guard(options.token(), sessions, limit, forms, connections)::enter);
        router = routes;
        options.token()
                .ifPresent(token -> new Login(
                                token,
                                sessions,
                                limit,
                                forms,
                                options.tls().isPresent(),
                                options.limits().request(),
                                made::recheck)
                        .installOn(routes));
        new Routes(new Views(sources, history), made, pages, figures, sources, sessions).installOn(routes);
        vertx.setPeriodic(TIDY_MS, it -> connections.tidy());
        Gate gate = new Gate(options.token().isPresent());
        return vertx.createHttpServer(http())
                .requestHandler(request -> {
                    Gate.protect(request.response());
                    gate.refusal(request)
                            .ifPresentOrElse(
                                    refusal -> {
                                        figures.answered(Meters.NO_ROUTE, request.method(), refusal.status());
                                        refusal.send(request);
                                    },
                                    () -> routes.handle(request));
                })
                .invalidRequestHandler(Dashboard::refuse)
                .exceptionHandler(failure -> LOG.debug("a connection failed: {}", failure.toString()))
                .listen();
    }

    /** What every request with a route begins and ends with. */
    private void begin(RoutingContext context, Meters figures) {
        HttpConnection connection = context.request().connection();
        String path = context.currentRoute().getPath();
        connections.begun(connection);
        context.addEndHandler(it -> {
            connections.ended(connection);
            figures.answered(
                    path == null ? Meters.NO_ROUTE : path,
                    context.request().method(),
                    context.response().getStatusCode());
        });
        context.next();
    }

    private HttpServerOptions http() {
        HttpServerOptions http = new HttpServerOptions()
                .setHost(options.bind())
                .setPort(options.port())
                // Of what waits for a reader; event streams say something every 15 s.
                .setIdleTimeout((int) options.limits().idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxInitialLineLength(ADDRESS_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false);
        options.tls()
                .ifPresent(tls -> http.setSsl(true)
                        .setSslHandshakeTimeout(options.limits().request().toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setUseAlpn(false)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(tls.certificate().toString())
                                .setKeyPath(tls.key().toString())));
        return http;
    }

    /** What is no request, or too long for one. */
    private static void refuse(HttpServerRequest request) {
        Gate.protect(request.response());
        String why = String.valueOf(request.decoderResult().cause());
        int status = why.contains("TooLongHttpLine") ? 414 : why.contains("TooLongHttpHeader") ? 431 : 400;
        Answer answer = Errors.page(
                Visitor.NOBODY,
                status,
                "Not understood",
                status == 400 ? "This is no request that a browser sends." : "The request is too long.");
        answer.with("Connection", "close").send(request);
    }

    /** Address of the front page. */
    public String url() {
        boolean usual = port == (options.tls().isPresent() ? 443 : 80);
        String host = options.bind().contains(":") ? "[" + options.bind() + "]" : options.bind();
        return (options.tls().isPresent() ? "https://" : "http://") + host + (usual ? "" : ":" + port) + "/";
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** All routes there are. */
    List<Route> routes() {
        return router == null ? List.of() : router.routes();
    }

    /** Connections that are open. */
    int connections() {
        return connections.size();
    }

    /** Browsers that watch. */
    public int streams() {
        return live == null ? 0 : live.streams();
    }

    /** Runs that somebody watches. */
    public int followers() {
        return live == null ? 0 : live.followers();
    }

    /** Ends all streams and lets go of everything it had opened. */
    @Override
    public void close() {
        try {
            Live open = live;
            Context context = loop;
            if (open != null && context != null) {
                CompletableFuture<Void> ended = new CompletableFuture<>();
                context.runOnContext(it -> {
                    open.close();
                    ended.complete(null);
                });
                ended.get(END_SECONDS, TimeUnit.SECONDS);
            }
            vertx.close().toCompletionStage().toCompletableFuture().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("the dashboard does not end in good order: {}", failure.toString());
        } finally {
            if (meters != null) {
                meters.close();
            }
            history.close();
        }
    }
}
