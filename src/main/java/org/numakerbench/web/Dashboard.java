package org.numakerbench.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
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
    /** Event streams say something every 15 s. */
    private static final int IDLE_SECONDS = 60;

    private static final int HEADER_BYTES = 8192;
    private static final int ADDRESS_BYTES = 2048;
    private static final int CONNECTIONS = 512;
    private static final long START_SECONDS = 30;
    private static final long END_SECONDS = 10;

    private final Vertx vertx;
    private final Sources sources;
    private final DashboardOptions options;
    private final OpenHistory history;
    private @Nullable Meters meters;
    private @Nullable Live live;
    private @Nullable Context loop;
    private int connections;
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
        this.vertx = Vertx.vertx(small);
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
                HexFormat.of().formatHex(epoch));
        Meters figures = new Meters(made::streams, made::followers);
        live = made;
        meters = figures;
        Router router = Router.router(vertx);
        router.route().handler(it -> {
            it.addEndHandler(done -> figures.answered(
                    it.currentRoute() == null || it.currentRoute().getPath() == null
                            ? "none"
                            : it.currentRoute().getPath(),
                    it.request().method().name(),
                    it.response().getStatusCode()));
            it.next();
        });
        router.route().handler(new Gate(options.token(), sessions, limit, forms)::enter);
        options.token()
                .ifPresent(token -> new Login(
                                token, sessions, limit, forms, options.tls().isPresent(), made::recheck)
                        .installOn(router));
        new Routes(new Views(sources, history), made, pages, figures, sources, sessions).installOn(router);
        Errors.installOn(router);
        return vertx.createHttpServer(http())
                .requestHandler(router)
                .invalidRequestHandler(Dashboard::refuse)
                .connectionHandler(connection -> {
                    connections++;
                    connection.closeHandler(it -> connections--);
                    if (connections > CONNECTIONS) {
                        connection.close();
                    }
                })
                .exceptionHandler(failure -> LOG.debug("a connection failed: {}", failure.toString()))
                .listen();
    }

    private HttpServerOptions http() {
        HttpServerOptions http = new HttpServerOptions()
                .setHost(options.bind())
                .setPort(options.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxInitialLineLength(ADDRESS_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false);
        options.tls()
                .ifPresent(tls -> http.setSsl(true)
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
