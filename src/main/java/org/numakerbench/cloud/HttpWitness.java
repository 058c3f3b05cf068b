package org.numakerbench.cloud;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;

/**
 * Asks servers of the user's own what they know of a device. It has no credentials: it sends nothing but the URL, follows no redirect and
 * keeps no cookie. TLS by what this Java trusts.
 */
public final class HttpWitness implements AutoCloseable {
    private static final Timeout TIMEOUT = Timeout.ofSeconds(5);
    private static final int MOST_BYTES = 64 * 1024;

    private final Consumer<Fact> record;
    private final CloseableHttpClient http;
    private final AtomicLong number = new AtomicLong();
    private final Set<String> asking = ConcurrentHashMap.newKeySet();
    private final ExecutorService reads = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "http-witness");
        thread.setDaemon(true);
        return thread;
    });

    /** @param record takes questions and answers, from any thread */
    public HttpWitness(Consumer<Fact> record) {
        this.record = record;
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(TIMEOUT)
                                .setSocketTimeout(TIMEOUT)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(TIMEOUT).build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .build();
    }

    /** Asks, without waiting for the answer; not while the last answer of the same URL is still awaited. */
    public void ask(String url) {
        if (asking.add(url)) {
            long its = number.incrementAndGet();
            record.accept(new Fact.HttpAsked(its, url));
            reads.execute(() -> {
                Fact answer = answer(its, url);
                asking.remove(url);
                record.accept(answer);
            });
        }
    }

    private Fact answer(long its, String url) {
        try {
            URI uri = URI.create(url);
            HttpGet get = new HttpGet(uri);
            // One that trickles keeps each single wait short.
            CompletableFuture.delayedExecutor(2 * TIMEOUT.toMilliseconds(), TimeUnit.MILLISECONDS)
                    .execute(get::cancel);
            ClassicHttpResponse response = http.executeOpen(null, get, null);
            try {
                byte[] body = response.getEntity() == null
                        ? new byte[0]
                        : response.getEntity().getContent().readNBytes(MOST_BYTES);
                return new Fact.HttpAnswered(its, response.getCode(), Bytes.of(body));
            } finally {
                // What is left of a long one would be read to its end.
                get.cancel();
                Closer.closeQuietly(response);
            }
        } catch (IOException | IllegalArgumentException failure) {
            return new Fact.HttpFailed(its, String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public void close() {
        reads.shutdownNow();
        http.close(CloseMode.IMMEDIATE);
    }
}
