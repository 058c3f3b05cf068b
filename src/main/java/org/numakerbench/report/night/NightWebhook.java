package org.numakerbench.report.night;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.plan.NightPlan.Webhook;
import org.numakerbench.text.JsonText;

/**
 * Tells somebody by HTTP that a night has ended. That it cannot is a remark, never the night's outcome. Its address is a
 * secret: what is said here names the host and nothing more of it, and no exception's own words, which may hold the rest.
 */
public final class NightWebhook {
    /**
     * How long is tried.
     *
     * @param timeout of a connection, and of an answer
     * @param retries after the first
     * @param delay before the first retry; twice as long before each further one
     * @param mostDelay what a server may ask for
     */
    public record Patience(Duration timeout, int retries, Duration delay, Duration mostDelay) {
        public static final Patience USUAL =
                new Patience(Duration.ofSeconds(10), 4, Duration.ofSeconds(2), Duration.ofSeconds(60));
    }

    private static final int TOO_MANY = 429;

    private NightWebhook() {}

    /** What a server said. */
    private record Answer(int code, @Nullable Duration asksFor) {
        boolean isWelcome() {
            return code / 100 == 2;
        }

        boolean mayPass() {
            return code == TOO_MANY || code >= 500;
        }
    }

    /** @return why nobody was told, in a sentence; empty when somebody was */
    public static Optional<String> post(Webhook webhook, NightReport report, int exitCode) {
        return post(webhook, report, exitCode, Patience.USUAL);
    }

    static Optional<String> post(Webhook webhook, NightReport report, int exitCode, Patience patience) {
        String body = webhook.format() == Webhook.Format.SLACK ? slack(report) : NightJson.write(report, exitCode);
        RetryPolicy<Answer> policy = RetryPolicy.<Answer>builder()
                .handle(IOException.class)
                .handleResultIf(Answer::mayPass)
                .withMaxRetries(patience.retries())
                .withBackoff(patience.delay(), patience.delay().multipliedBy(1L << patience.retries()))
                .withDelayFn(it -> asked(it.getLastResult(), patience))
                .build();
        try (CloseableHttpClient http = client(patience)) {
            Answer answer = Failsafe.with(policy).get(() -> once(http, webhook, body));
            return answer.isWelcome()
                    ? Optional.empty()
                    : Optional.of(sentence(webhook, "answered " + answer.code() + remedy(answer.code())));
        } catch (FailsafeException failure) {
            if (failure.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return Optional.of(sentence(webhook, "was not waited for any longer"));
            }
            return Optional.of(sentence(webhook, words(failure.getCause())));
        } catch (IOException | RuntimeException failure) {
            return Optional.of(sentence(webhook, words(failure)));
        }
    }

    /** Failsafe's own delay where the server asked for none. */
    private static Duration asked(@Nullable Answer answer, Patience patience) {
        Duration wait = answer == null ? null : answer.asksFor();
        return wait == null
                ? Duration.ofMillis(-1)
                : wait.compareTo(patience.mostDelay()) > 0 ? patience.mostDelay() : wait;
    }

    private static CloseableHttpClient client(Patience patience) {
        Timeout timeout = Timeout.of(patience.timeout());
        return HttpClients.custom()
                .useSystemProperties()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(timeout).build())
                .disableAutomaticRetries()
                // The night is told to whom the plan names, and to nobody that one sends us to.
                .disableRedirectHandling()
                .disableCookieManagement()
                .build();
    }

    private static Answer once(CloseableHttpClient http, Webhook webhook, String body) throws IOException {
        HttpPost post = new HttpPost(webhook.url());
        post.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        return http.execute(post, response -> new Answer(response.getCode(), retryAfter(response)));
    }

    /** Seconds; a date is left to the usual delay. */
    private static @Nullable Duration retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        String value = header == null || header.getValue() == null
                ? ""
                : header.getValue().strip();
        return value.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }

    private static String sentence(Webhook webhook, String what) {
        return "the webhook to " + webhook.url().getHost() + " " + what + "; the night was not told there";
    }

    private static String remedy(int code) {
        return switch (code / 100) {
            case 3 -> ", a redirect, which is not followed: give the plan the address it leads to";
            case 4 ->
                code == TOO_MANY
                        ? " (too many requests)"
                        : ": check webhook in the plan, its address may have been withdrawn";
            default -> "";
        };
    }

    private static String words(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "has no address: check its name and this host's DNS";
            }
            if (cause instanceof SocketTimeoutException || cause instanceof ConnectTimeoutException) {
                return "did not answer in time";
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return "cannot be reached: check the network, or a proxy that is needed (-Dhttps.proxyHost)";
            }
            if (cause instanceof SSLException) {
                return "made no TLS connection that can be trusted";
            }
        }
        return "could not be posted to ("
                + (failure == null ? "no cause" : failure.getClass().getSimpleName()) + ")";
    }

    private static String slack(NightReport report) {
        return JsonText.MAPPER.writeValueAsString(
                JsonText.MAPPER.createObjectNode().put("text", SlackText.of(report)));
    }
}
