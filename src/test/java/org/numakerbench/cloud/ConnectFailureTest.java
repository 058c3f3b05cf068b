package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Owner;

class ConnectFailureTest {

    @Test
    void aNameWithoutAddressIsTheCloudsAndNamesTheHost() {
        Fact.WitnessFailed fact = of(mqtt(new UnknownHostException("endpoint.example")));

        assertThat(fact.owner()).isEqualTo(Owner.CLOUD);
        assertThat(fact.reason()).isEqualTo("endpoint endpoint.example has no address");
        assertThat(fact.remedy()).contains("cloud.endpoint", "DNS");
    }

    @Test
    void aRefusedOrUnroutableConnectionIsTheClouds() {
        for (IOException failure :
                new IOException[] {new ConnectException("Connection refused"), new NoRouteToHostException("No route")
                }) {
            Fact.WitnessFailed fact = of(mqtt(failure));

            assertThat(fact.owner()).isEqualTo(Owner.CLOUD);
            assertThat(fact.reason())
                    .isEqualTo("endpoint endpoint.example:8883 is unreachable: " + failure.getMessage());
        }
    }

    @Test
    void silenceIsTheClouds() {
        Fact.WitnessFailed fact = of(mqtt(new SocketTimeoutException("Read timed out")));

        assertThat(fact.owner()).isEqualTo(Owner.CLOUD);
        assertThat(fact.reason()).isEqualTo("endpoint endpoint.example:8883 did not answer in time");
    }

    @Test
    void aServerChainToAnotherRootIsAWrongCaOfTheBench() {
        Throwable failure = caused(
                new SSLHandshakeException("PKIX path building failed"),
                new CertPathBuilderException("unable to find valid certification path to requested target"));

        Fact.WitnessFailed fact = of(mqtt(failure));

        assertThat(fact.owner()).isEqualTo(Owner.BENCH);
        assertThat(fact.reason())
                .isEqualTo("the certificate of endpoint.example:8883 does not chain to the configured CA");
        assertThat(fact.remedy()).startsWith("wrong CA for this endpoint").contains("Amazon Root CA 1");
    }

    @Test
    void aServerCertificateOutOfDateIsNotCalledAWrongCa() {
        Throwable failure = caused(
                new SSLHandshakeException("PKIX path validation failed"),
                new CertPathValidatorException(
                        "validity check failed",
                        new CertificateExpiredException("NotAfter: Tue Jan 01 00:00:00 UTC 2019")));

        Fact.WitnessFailed fact = of(mqtt(failure));

        assertThat(fact.reason())
                .contains("is out of date", "NotAfter: Tue Jan 01")
                .doesNotContain("CA");
        assertThat(fact.remedy()).contains("clock");
    }

    @Test
    void aServerCertificateForAnotherNameIsTheBenchs() {
        Fact.WitnessFailed fact = of(mqtt(caused(
                new SSLHandshakeException("No subject alternative DNS name matching endpoint.example found."),
                new CertificateException("No subject alternative DNS name matching endpoint.example found."))));

        assertThat(fact.owner()).isEqualTo(Owner.BENCH);
        assertThat(fact.reason()).contains("is not for this name");
        assertThat(fact.remedy()).isEqualTo("correct cloud.endpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Received fatal alert: bad_certificate",
                "Received fatal alert: certificate_required",
                "Received fatal alert: certificate_unknown",
                "Received fatal alert: unknown_ca",
                "Received fatal alert: handshake_failure",
                "Received fatal alert: access_denied",
                "(certificate_unknown) Received fatal alert: certificate_unknown"
            })
    void aFatalAlertIsARefusalOfTheWitnesssCertificate(String alert) {
        Fact.WitnessFailed fact = of(mqtt(new SSLException(alert)));

        assertThat(fact.owner()).isEqualTo(Owner.BENCH);
        assertThat(fact.reason()).isEqualTo("endpoint.example:8883 refused the witness's certificate: " + alert);
        assertThat(fact.remedy()).contains("activate the certificate", "attach a policy");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 7})
    void aConnackThatDoesNotAuthoriseIsAMatterOfThePolicy(int code) {
        Fact.WitnessFailed fact = of(new MqttSecurityException(code));

        assertThat(fact.owner()).isEqualTo(Owner.BENCH);
        assertThat(fact.reason()).isEqualTo("endpoint.example:8883 does not authorise the witness to connect");
        assertThat(fact.remedy()).contains("iot:Connect");
    }

    @Test
    void anyOtherRefusalIsTheClouds() {
        Fact.WitnessFailed fact = of(new MqttException(MqttException.REASON_CODE_BROKER_UNAVAILABLE));

        assertThat(fact.owner()).isEqualTo(Owner.CLOUD);
        assertThat(fact.reason()).startsWith("no MQTT session with endpoint.example:8883: ");
        assertThat(fact.remedy()).isNotBlank();
    }

    /** With TLS 1.3 a refused client certificate may show only so, and AWS may refuse a CONNECT without CONNACK. */
    @Test
    void aConnectionEndedBeforeItsAnswerNamesBothPossibleCauses() {
        for (IOException failure : new IOException[] {
            new EOFException(), new SocketException("Connection reset"), new SocketException("Broken pipe")
        }) {
            Fact.WitnessFailed fact = of(mqtt(failure));

            assertThat(fact.owner()).isEqualTo(Owner.BENCH);
            assertThat(fact.reason())
                    .startsWith("endpoint.example:8883 ended the connection without an answer: ")
                    .doesNotEndWith("null");
            assertThat(fact.remedy()).contains("certificate", "iot:Connect");
        }
    }

    private static MqttException mqtt(Throwable cause) {
        return new MqttException(MqttException.REASON_CODE_CLIENT_EXCEPTION, cause);
    }

    private static Throwable caused(Throwable failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    private static Fact.WitnessFailed of(Throwable failure) {
        return ConnectFailure.of("endpoint.example", 8883, failure);
    }

    @Test
    void aConnectionEndedWithoutAnAnswerIsTheCloudsDoingForAClientThatWasConnectedBefore() {
        MqttException ended = new MqttException(new java.io.EOFException("end of stream"));

        assertThat(ConnectFailure.of("h", 8883, ended).owner()).isEqualTo(Owner.BENCH);
        assertThat(ConnectFailure.again("h", 8883, ended).owner()).isEqualTo(Owner.CLOUD);
        assertThat(ConnectFailure.again("h", 8883, new MqttException(MqttException.REASON_CODE_NOT_AUTHORIZED))
                        .owner())
                .isEqualTo(Owner.BENCH);
    }
}
