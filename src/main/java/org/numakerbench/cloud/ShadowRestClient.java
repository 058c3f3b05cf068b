package org.numakerbench.cloud;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.AwakeClock.Deadline;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;

/** Reads shadows over the HTTPS data plane, with the witness's certificate. */
final class ShadowRestClient implements AutoCloseable {
    private static final Timeout TIMEOUT = Timeout.ofSeconds(10);
    /** With less of the wait left another attempt has no chance. */
    private static final int WORTH_MS = 1_000;

    private final WitnessOptions options;
    private final AwakeClock clock;
    private final CloseableHttpClient http;

    /** @param clock of its waits */
    ShadowRestClient(WitnessOptions options, AwakeClock clock) {
        this.options = options;
        this.clock = clock;
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(2)
                .setTlsSocketStrategy(new Tls(options))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(TIMEOUT)
                        .setSocketTimeout(TIMEOUT)
                        .build())
                .build();
        this.http = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(TIMEOUT).build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .build();
    }

    /** {@code GET /things/{thing}/shadow}, as a fact. */
    Fact read(long number, String thing) {
        String name = URLEncoder.encode(thing, StandardCharsets.UTF_8).replace("+", "%20");
        HttpGet get =
                new HttpGet("https://" + options.host() + ":" + options.httpsPort() + "/things/" + name + "/shadow");
        Deadline patience = clock.in(TIMEOUT.toDuration());
        while (true) {
            try {
                return answer(number, thing, get);
            } catch (IOException failure) {
                if (!ConnectFailure.isTimeOut(failure) || patience.leftMs() < WORTH_MS) {
                    return new Fact.ShadowReadFailed(
                            number,
                            thing,
                            ConnectFailure.of(options.host(), options.httpsPort(), failure)
                                    .reason());
                }
            }
        }
    }

    private Fact answer(long number, String thing, HttpGet get) throws IOException {
        return http.execute(get, response -> {
            byte[] body = response.getEntity() == null
                    ? new byte[0]
                    : EntityUtils.toByteArray(response.getEntity(), 64 * 1024);
            return new Fact.ShadowRead(number, thing, response.getCode(), Bytes.of(body));
        });
    }

    /** The endpoint's clock, by the {@code date} of any answer; empty when it gives none. */
    Optional<Instant> clock() throws IOException {
        HttpGet get = new HttpGet("https://" + options.host() + ":" + options.httpsPort() + "/");
        return http.execute(get, response -> {
            EntityUtils.consume(response.getEntity());
            return Optional.ofNullable(DateUtils.parseStandardDate(response, "date"));
        });
    }

    @Override
    public void close() {
        http.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }

    /** TLS with SNI and host name check, and AWS's ALPN name where the port needs it. */
    private static final class Tls extends DefaultClientTlsStrategy {
        private final boolean alpn;

        Tls(WitnessOptions options) {
            super(options.credentials().sslContext(), HttpsSupport.getDefaultHostnameVerifier());
            this.alpn = options.alpn();
        }

        @Override
        protected void initializeSocket(SSLSocket socket) {
            super.initializeSocket(socket);
            if (alpn) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(new String[] {"x-amzn-http-ca"});
                socket.setSSLParameters(parameters);
            }
        }
    }
}
