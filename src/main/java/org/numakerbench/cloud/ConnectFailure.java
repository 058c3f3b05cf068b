package org.numakerbench.cloud;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Owner;

/** Whose fault a failed connection is, as far as the host can tell. */
final class ConnectFailure {
    private static final String NO_ANSWER = " ended the connection without an answer: ";

    private ConnectFailure() {}

    static Fact.WitnessFailed of(String host, int port, Throwable failure) {
        String where = host + ":" + port;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (cause instanceof UnknownHostException) {
                return failed(
                        Owner.CLOUD,
                        FailureCode.ENDPOINT_UNKNOWN_HOST,
                        "endpoint " + host + " has no address",
                        "check cloud.endpoint and this host's DNS");
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return failed(
                        Owner.CLOUD,
                        FailureCode.ENDPOINT_UNREACHABLE,
                        "endpoint " + where + " is unreachable: " + text,
                        "check the network and cloud.endpoint");
            }
            if (isTimeOut(cause)) {
                return failed(
                        Owner.CLOUD,
                        FailureCode.ENDPOINT_TIMEOUT,
                        "endpoint " + where + " did not answer in time",
                        "check the network and firewall");
            }
            if (causedBy(cause, CertificateExpiredException.class)
                    || causedBy(cause, CertificateNotYetValidException.class)) {
                return failed(
                        Owner.CLOUD,
                        FailureCode.ENDPOINT_CERTIFICATE_EXPIRED,
                        "the certificate of " + where + " is out of date: " + last(cause),
                        "check this host's clock; if it is right, the endpoint must renew its certificate");
            }
            if (cause instanceof CertPathBuilderException || text.contains("PKIX path")) {
                return failed(
                        Owner.BENCH,
                        FailureCode.ENDPOINT_CERTIFICATE_UNTRUSTED,
                        "the certificate of " + where + " does not chain to the configured CA",
                        "wrong CA for this endpoint: give in cloud.witness.ca the root it uses (Amazon Root CA 1 for -ats endpoints)");
            }
            if (cause instanceof CertificateException) {
                return failed(
                        Owner.BENCH,
                        FailureCode.ENDPOINT_CERTIFICATE_NAME,
                        "the certificate of " + where + " is not for this name: " + text,
                        "correct cloud.endpoint");
            }
        }
        return other(where, failure);
    }

    /** The other side said nothing for as long as it was given. */
    static boolean isTimeOut(Throwable failure) {
        return causedBy(failure, SocketTimeoutException.class)
                || causedBy(failure, TimeoutException.class)
                || failure instanceof MqttException it
                        && it.getReasonCode() == MqttException.REASON_CODE_CLIENT_TIMEOUT;
    }

    /** {@code fact}, which {@code failure} made after {@code waited}, tells how long was waited if that is why it failed. */
    static Fact.WitnessFailed after(Duration waited, Throwable failure, Fact.WitnessFailed fact) {
        return isTimeOut(failure)
                ? new Fact.WitnessFailed(fact.owner(), fact.code(), fact.reason(), fact.remedy(), waited.toMillis())
                : fact;
    }

    /**
     * The same for a client that was connected before: its credentials were good, so a connection that ends without an
     * answer is the cloud's doing.
     */
    static Fact.WitnessFailed again(String host, int port, Throwable failure) {
        Fact.WitnessFailed fact = of(host, port, failure);
        return fact.code() == FailureCode.ENDPOINT_CLOSED
                ? failed(
                        Owner.CLOUD,
                        FailureCode.ENDPOINT_CLOSED,
                        fact.reason(),
                        "check the network; the witness was connected before")
                : fact;
    }

    private static Fact.WitnessFailed other(String where, Throwable failure) {
        String chain = chain(failure);
        boolean refused = Stream.of("certificate", "unknown_ca", "handshake_failure", "access_denied")
                .anyMatch(chain::contains);
        if (refused && chain.contains("SSL")) {
            return failed(
                    Owner.BENCH,
                    FailureCode.WITNESS_CERTIFICATE_REFUSED,
                    where + " refused the witness's certificate: " + last(failure),
                    "activate the certificate in AWS IoT and attach a policy (bench policy), or create a new one");
        }
        if (failure instanceof MqttException it
                && (it.getReasonCode() == MqttException.REASON_CODE_NOT_AUTHORIZED
                        || it.getReasonCode() == MqttException.REASON_CODE_FAILED_AUTHENTICATION
                        || it.getReasonCode() == 7)) {
            return failed(
                    Owner.BENCH,
                    FailureCode.WITNESS_NOT_AUTHORISED,
                    where + " does not authorise the witness to connect",
                    "its policy must allow iot:Connect for its client ID");
        }
        // A refused certificate shows only so when the alert of TLS 1.3 is lost; and AWS may refuse without CONNACK.
        if (causedBy(failure, EOFException.class) || causedBy(failure, SocketException.class)) {
            return failed(
                    Owner.BENCH,
                    FailureCode.ENDPOINT_CLOSED,
                    where + NO_ANSWER + last(failure),
                    "check that the certificate is active and that its policy allows iot:Connect for the client ID");
        }
        return failed(
                Owner.CLOUD,
                FailureCode.ENDPOINT_NO_SESSION,
                "no MQTT session with " + where + ": " + last(failure),
                "check the endpoint and its policies");
    }

    private static Fact.WitnessFailed failed(Owner owner, FailureCode code, String reason, String remedy) {
        return new Fact.WitnessFailed(owner, code, reason, remedy);
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> kind) {
        Throwable cause = failure;
        while (cause != null && !kind.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static String chain(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause instanceof SSLException ? "SSL " : "")
                    .append(cause.getMessage())
                    .append(' ');
        }
        return text.toString();
    }

    private static String last(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
