package org.numakerbench.sim.cloud;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.net.NetSocketInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.sim.cloud.jobs.JobFiles;
import org.numakerbench.sim.cloud.mqtt.Broker;
import org.numakerbench.sim.cloud.mqtt.DisconnectReason;
import org.numakerbench.sim.cloud.mqtt.MqttFront;
import org.numakerbench.sim.cloud.policy.AccessControl;
import org.numakerbench.sim.cloud.policy.Grant;
import org.numakerbench.sim.cloud.policy.Policy;
import org.numakerbench.sim.cloud.policy.PolicyException;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.registry.RegistryDirectory;
import org.numakerbench.sim.cloud.rest.RestFront;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.sim.cloud.tls.Credentials;
import org.numakerbench.sim.cloud.tls.KnownCertificates;
import org.numakerbench.sim.cloud.tls.UnusableFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local AWS IoT: MQTT 3.1.1 and 5, and the HTTPS data plane over mutual TLS, shadows, policies, lifecycle events. Shadows and
 * sessions live as long as the process does.
 */
public final class LocalCloud implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCloud.class);
    // Starting and stopping are local and quick; this only keeps a fault from hanging the caller.
    private static final long PATIENCE_SECONDS = 30;

    // As long as AWS lets an HTTPS connection be idle, roughly.
    private static final Duration REST_PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Context loop;
    private final CredentialStore store;
    private final LocalCloudOptions options;
    private final AccessControl access = new AccessControl();
    private final Broker broker;
    private final MqttFront front;
    private final KnownCertificates certificates = new KnownCertificates();
    private final Listener https;
    private final Optional<Listener> alpn;
    private final String bindHost;
    private final Consumer<Refused> refusals;
    private final int httpsPort;
    private final OptionalInt alpnPort;
    private final @Nullable DirectoryHold hold;
    private final @Nullable DirectoryWatch watch;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Listener mqtt;
    private int mqttPort;
    // Of the event loop alone.
    private boolean mqttStopped;

    private LocalCloud(Vertx vertx, CredentialStore store, LocalCloudOptions options, @Nullable DirectoryHold hold)
            throws IOException {
        this.hold = hold;
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.store = store;
        this.options = options;
        this.bindHost = options.bindHost();
        this.refusals = options.refusals();
        Identities identities = Identities.read(store, options);
        this.certificates.set(identities.known());
        this.access.set(identities.grants());
        this.broker =
                new Broker(vertx, access, Clock.systemUTC(), options.refusedSubscriptionCloses(), options.refusals());
        this.front = new MqttFront(vertx, broker);
        this.mqtt = mqttListener(options.mqttPort());
        RestFront rest = new RestFront(access, broker, refusals, REST_PATIENCE);
        this.https = Listener.of(
                vertx, store, certificates, new Listener.At(bindHost, options.httpsPort()), rest::accept, refusals);
        this.mqttPort = await("listen for MQTT on " + bindHost + ":" + options.mqttPort(), mqtt::listen);
        this.httpsPort = await("listen for HTTPS on " + bindHost + ":" + options.httpsPort(), https::listen);
        if (options.alpnPort().isPresent()) {
            Listener both = Listener.byAlpn(
                    vertx,
                    store,
                    certificates,
                    new Listener.At(bindHost, options.alpnPort().getAsInt()),
                    Map.of("x-amzn-mqtt-ca", this::mqttUnlessStopped, "x-amzn-http-ca", rest::accept),
                    refusals);
            this.alpn = Optional.of(both);
            this.alpnPort = OptionalInt.of(await("listen by ALPN on " + bindHost, both::listen));
        } else {
            this.alpn = Optional.empty();
            this.alpnPort = OptionalInt.empty();
        }
        addJobs();
        this.watch = options.resident() ? watch() : null;
    }

    private void addJobs() throws IOException {
        List<JobFiles.Job> jobs = new JobFiles(options.directory()).read();
        loop.runOnContext(go -> jobs.forEach(each -> broker.jobs().add(each.thing(), each.jobId(), each.document())));
    }

    private DirectoryWatch watch() throws IOException {
        Path policies = new RegistryDirectory(options.directory()).policies();
        Files.createDirectories(policies, OwnersOnly.creatingClosedDirectory(policies));
        JobFiles jobs = new JobFiles(options.directory());
        jobs.make();
        DirectoryWatch started =
                DirectoryWatch.start(List.of(options.directory(), policies, jobs.path()), this::takeUp);
        // What changed between the first look and the watch's beginning.
        takeUp();
        return started;
    }

    /** Takes up what the directory says now; while a file there is wrong, all stays as it was. */
    private void takeUp() {
        unlessWrong(this::addJobs);
        unlessWrong(() -> {
            Identities now = Identities.read(store, options);
            certificates.set(now.known());
            loop.runOnContext(go -> {
                access.set(now.grants());
                broker.endConnections(principal -> !certificates.isActive(principal.id()), DisconnectReason.AUTH_ERROR);
            });
        });
    }

    private interface Change {
        void make() throws IOException;
    }

    private static void unlessWrong(Change change) {
        try {
            change.make();
        } catch (IOException wrong) {
            LOG.warn("{}; until then all stays as it was", wrong.getMessage());
        }
    }

    /**
     * Starts one; it serves when this returns.
     *
     * @throws UnusableFileException when a user's file cannot be used, a policy is wrong, or, of a resident cloud,
     *     another one has the directory
     * @throws IOException when a port is taken
     */
    public static LocalCloud start(LocalCloudOptions options) throws IOException {
        CredentialStore store = CredentialStore.open(
                options.directory(), options.bindHost(), Clock.systemUTC().instant(), options.serves());
        // One event loop: all state is confined to it. File cache off: nothing is served from the class path.
        VertxOptions single = new VertxOptions().setEventLoopPoolSize(1);
        single.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        DirectoryHold hold = options.resident()
                ? DirectoryHold.take(options.directory(), Clock.systemUTC().instant())
                : null;
        Vertx vertx = Vertx.vertx(single);
        boolean started = false;
        try {
            LocalCloud cloud = new LocalCloud(vertx, store, options, hold);
            started = true;
            return cloud;
        } finally {
            if (!started) {
                vertx.close();
                if (hold != null) {
                    hold.close();
                }
            }
        }
    }

    private Listener mqttListener(int port) throws IOException {
        return Listener.of(vertx, store, certificates, new Listener.At(bindHost, port), front::accept, refusals);
    }

    private void mqttUnlessStopped(NetSocketInternal socket, Principal principal) {
        if (mqttStopped) {
            socket.close();
        } else {
            front.accept(socket, principal);
        }
    }

    /** The host name that clients use: it stands in the server's certificate. */
    public String endpoint() {
        return "localhost";
    }

    /** The MQTT port; stays the same across {@link #stopMqtt} and {@link #startMqtt}. */
    public int mqttPort() {
        return mqttPort;
    }

    /** The HTTPS port. */
    public int httpsPort() {
        return httpsPort;
    }

    /** The port that serves both protocols by ALPN, if there is one. */
    public OptionalInt alpnPort() {
        return alpnPort;
    }

    /** Where clients find their certificates and keys. */
    public Credentials credentials() {
        return store.paths();
    }

    /** Command lines that work when pasted into a shell. */
    public List<String> connectHints() {
        return new ConnectHints(store.paths(), endpoint(), mqttPort, httpsPort).lines();
    }

    /**
     * Replaces a certificate's policy for everything that comes after this call, on open connections too.
     *
     * @param document JSON
     * @throws PolicyException when it is not a policy
     */
    public void setPolicy(CertificateRole role, String document) throws IOException {
        Policy policy = Policy.parse(document);
        await("change a policy", () -> {
            access.set(KnownCertificates.principalOf(store.client(role)), Grant.ofAnyThing(policy));
            return Future.succeededFuture();
        });
    }

    /** Stops listening for MQTT and ends every connection; HTTPS goes on, persistent sessions and shadows stay. */
    public synchronized void stopMqtt() throws IOException {
        await("stop MQTT", this::endMqtt);
    }

    /** Listens for MQTT again, on the port it had. */
    public synchronized void startMqtt() throws IOException {
        mqtt = mqttListener(mqttPort);
        await("listen for MQTT on " + bindHost + ":" + mqttPort, () -> {
            mqttStopped = false;
            return mqtt.listen();
        });
    }

    private Future<Void> endMqtt() {
        mqttStopped = true;
        broker.endConnections();
        return mqtt.close();
    }

    /** Ends every MQTT connection; clients may come back at once. */
    public void dropMqttConnections() throws IOException {
        await("drop connections", () -> {
            broker.endConnections();
            return Future.succeededFuture();
        });
    }

    /** Ends every connection and frees the ports. */
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        if (watch != null) {
            watch.close();
        }
        await(
                "stop",
                () -> endMqtt()
                        .eventually(https::close)
                        .eventually(() -> alpn.map(Listener::close).orElse(Future.succeededFuture())));
        waitFor("stop", vertx.close());
        if (hold != null) {
            hold.close();
        }
    }

    /** Runs something on the event loop and waits for its end. */
    private <T> T await(String what, Supplier<Future<T>> action) throws IOException {
        return waitFor(
                what,
                Future.future(promise -> loop.runOnContext(go -> action.get().onComplete(promise))));
    }

    private static <T> T waitFor(String what, Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("local AWS IoT: interrupted; cannot " + what, e);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("local AWS IoT: cannot " + what + ": " + cause.getMessage(), cause);
        }
    }
}
