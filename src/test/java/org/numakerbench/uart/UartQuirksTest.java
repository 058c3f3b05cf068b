package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.uart.ClaimKind.*;
import static org.numakerbench.uart.ClaimKind.AT_DRIVER;
import static org.numakerbench.uart.Wire.BOOT;
import static org.numakerbench.uart.Wire.USER_PHASE;
import static org.numakerbench.uart.Wire.all;
import static org.numakerbench.uart.Wire.claims;
import static org.numakerbench.uart.Wire.kinds;
import static org.numakerbench.uart.Wire.only;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quirks that the protocol notes list (section 3), by number. */
class UartQuirksTest {
    private static final String ARRIVED = "Message arrived: qos 1, retained 0, dup 0, packetid 1\r\nPayload:\r\n";
    private static final String UNSUBSCRIBED =
            "MQTT unsubscribing from Nuvoton/Mbed/+\rMQTT unsubscribes from Nuvoton/Mbed/+ OK\r\n";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

    @Test
    void quirk1ABareReturnOverprintsTheProgressText() {
        List<Claim> claims = claims("MQTT connecting\rMQTT connects OK\r\n");

        assertThat(claims).hasSize(1);
        assertThat(claims.get(0).text()).isEqualTo("MQTT connects OK");
        assertThat(claims.get(0).fields()).isEmpty();
        assertThat(claims.get(0).start()).isZero();
        assertThat(claims.get(0).line()).isOne();
    }

    @Test
    void quirk1AProgressTextThatNamesAnotherTopicIsKept() {
        Claim claim = only(claims("MQTT subscribing to a/X\rMQTT subscribes to a/b OK\r\n"), MQTT_SUBSCRIBE);

        assertThat(claim.string("progress")).isEqualTo("MQTT subscribing to a/X");
        assertThat(claim.string("filter")).isEqualTo("a/b");
    }

    @Test
    void quirk1AFailureOverprintsToo() {
        Claim claim =
                only(claims("MQTT publishing message to t\rMQTT publishes message to t failed: -1\r\n"), MQTT_PUBLISH);

        assertThat(claim.claimsFailure()).isTrue();
        assertThat(claim.number("code")).isEqualTo(-1);
        assertThat(claim.fields()).containsOnlyKeys("topic", "code");
    }

    @Test
    void aDebugLineOfMbedTlsMayBeGluedToAProgressText() {
        List<Claim> claims =
                claims("MQTT disconnectingssl_tls.c:6882: |1| bad certificate message\n\rMQTT disconnects OK\r\n\r\n");

        assertThat(claims).extracting(Claim::kind).containsExactly(ClaimKind.TRACE, MQTT_DISCONNECT);
        assertThat(claims.get(0).fields()).containsEntry("file", "ssl_tls.c").containsEntry("fileLine", 6882L);
    }

    @Test
    void quirk1TheSecondResultOfDisconnectingStandsAlone() {
        List<Claim> claims = claims("MQTT disconnecting\rMQTT disconnects failed -1\r\n\rMQTT disconnects OK\r\n");

        assertThat(claims).extracting(Claim::ok).containsExactly(false, true);
        assertThat(claims).extracting(Claim::line).containsExactly(1, 2);
        assertThat(claims).extracting(Claim::kind).containsOnly(MQTT_DISCONNECT);
    }

    @Test
    void quirk1ALostLineFeedLosesNoClaim() {
        List<Claim> claims = claims("Using Mbed OS 5.7.1\r[EasyConnect] IPv4 mode\rFailed to connect\r\n");

        assertThat(kinds(claims)).containsExactly(MBED_OS_VERSION, NETWORK, TCP_CONNECT);
        assertThat(claims).extracting(Claim::line).containsOnly(1);
    }

    @Test
    void quirk1ALostReturnBeforeAResultLosesNoClaim() {
        Claim claim = only(claims("MQTT subscribing to a/bMQTT subscribes to a/b OK\r\n"), MQTT_SUBSCRIBE);

        assertThat(claim.claimsSuccess()).isTrue();
        assertThat(claim.string("filter")).isEqualTo("a/b");
        assertThat(claim.start()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r\r\n", "\n\r"})
    void quirk2AnyLineEndEndsALine(String end) {
        String wire = "Failed to connect" + end + "MQTT connects OK" + end;

        assertThat(claims(wire)).extracting(Claim::text).containsExactly("Failed to connect", "MQTT connects OK");
    }

    @Test
    void quirk2TheCertificateBlockIsOneClaimAndEndsWithAReturn() {
        List<Claim> claims = claims(Wire.sample("seed-mqtt-5.7.wire.log"));

        Claim certificate = only(claims, SERVER_CERTIFICATE);
        assertThat(certificate.line()).isEqualTo(9);
        assertThat(certificate.ok()).isNull();
        assertThat(certificate.stepName()).isEqualTo("mqtt.tls");
        assertThat(certificate.text().lines()).hasSize(13);
        assertThat(certificate.text()).contains("\n    serial number     : 3C:AC:");
        assertThat(certificate.fields())
                .containsEntry("version", "3")
                .containsEntry("serial", "3C:AC:B3:D3:3E:D8:6A:C9:2B:EF:D2:C5:B1:DC:BF:66")
                .containsEntry(
                        "issuer",
                        "C=US, O=Symantec Corporation, OU=Symantec Trust Network, CN=Symantec Class 3 ECC 256 bit SSL CA - G2")
                .containsEntry(
                        "subject",
                        "C=US, ST=Washington, L=Seattle, O=Amazon.com, Inc., CN=*.iot.us-east-1.amazonaws.com")
                .containsEntry("issuedOn", "2017-03-07 00:00:00")
                .containsEntry("expiresOn", "2018-03-08 23:59:59")
                .containsEntry("signedUsing", "ECDSA with SHA256")
                .containsEntry("keyType", "EC")
                .containsEntry("keyBits", 256L)
                .containsEntry("basicConstraints", "CA=false")
                .containsEntry(
                        "subjectAltNames", List.of("iot.us-east-1.amazonaws.com", "*.iot.us-east-1.amazonaws.com"))
                .containsEntry("keyUsage", "Digital Signature")
                .containsEntry("extKeyUsage", "TLS Web Server Authentication, TLS Web Client Authentication");
        assertThat(only(claims, CERTIFICATE_VERIFIED).line()).isEqualTo(22);
    }

    @Test
    void quirk3AMessageArrivesInTheMiddleOfALine() {
        List<Claim> claims = claims(BOOT + USER_PHASE + "MQTT publishing message to T" + ARRIVED
                + "{ \"a\": 1 }\r\n\rMQTT publishes message to T OK\r\n\r\n" + UNSUBSCRIBED);

        Claim arrived = only(claims, MESSAGE_ARRIVED);
        assertThat(arrived.string("payload")).isEqualTo("{ \"a\": 1 }");
        assertThat(arrived.stepName()).isEqualTo("mqtt.user.arrive");
        assertThat(arrived.fields()).containsKeys("qos", "retained", "dup", "packetId");
        Claim published = only(claims, MQTT_PUBLISH);
        assertThat(published.claimsSuccess()).isTrue();
        assertThat(published.stepName()).isEqualTo("mqtt.user.publish");
        assertThat(published.number("progressEnd")).isEqualTo(arrived.start());
        assertThat(published.number("progressStart"))
                .isEqualTo(arrived.start() - "MQTT publishing message to T".length());
        assertThat(all(claims, UNFINISHED)).isEmpty();
        assertThat(claims.indexOf(arrived)).isLessThan(claims.indexOf(published));
    }

    @Test
    void quirk3APlainPayloadInTheMiddleOfAnOperationEndsAtItsResult() {
        List<Claim> claims = claims(USER_PHASE + "MQTT unsubscribing from Nuvoton/Mbed/+" + ARRIVED
                + "one\r\n\r\nMQTT publishes message to T OK\r\n\rMQTT unsubscribes from Nuvoton/Mbed/+ OK\r\n");

        assertThat(only(claims, MESSAGE_ARRIVED).string("payload")).isEqualTo("one\n\nMQTT publishes message to T OK");
        assertThat(only(claims, MQTT_UNSUBSCRIBE).claimsSuccess()).isTrue();
    }

    @Test
    void quirk4SeveralMessagesArriveInOnePhase() {
        List<Claim> claims = claims(USER_PHASE + ARRIVED + "one\r\n" + ARRIVED + "two\r\n"
                + ARRIVED.replace("dup 0", "dup 1") + "two\r\n\r\n" + UNSUBSCRIBED);

        assertThat(all(claims, MESSAGE_ARRIVED))
                .extracting(claim -> claim.string("payload"))
                .containsExactly("one", "two", "two");
        assertThat(all(claims, MESSAGE_ARRIVED))
                .extracting(claim -> claim.number("dup"))
                .containsExactly(0L, 0L, 1L);
    }

    @Test
    void quirk5ARejectionArrivesLikeAnythingElse() {
        String rejected = "{\"code\":404,\"message\":\"No shadow exists with name: 'x'\"}";

        Claim claim = only(claims(ARRIVED + rejected + "\r\n\r\n"), MESSAGE_ARRIVED);

        assertThat(claim.string("payload")).isEqualTo(rejected);
        assertThat(claim.claimsSuccess()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "",
                "two\nlines",
                "ends with a line end\n",
                "\n\n",
                "a\tb\rc",
                "MQTT disconnects OK",
                "x\nMQTT publishes message to Nuvoton/Mbed/D001 OK\ny",
                "Subscribes/publishes user topic OK",
                "x\n\nMQTT unsubscribes from elsewhere OK",
                "Starting AWS IoT test",
                "Starting AWS IoT test\nand nothing more",
                "Payload:",
                "gr\u00fc\u00dfe \u6c34",
                "{ not json",
                "{\"a\":1} and more",
                "Max heap size: 1"
            })
    void quirk6APayloadMayHoldAnyText(String payload) {
        String wire = BOOT + USER_PHASE + ARRIVED + payload.replace("\n", "\r\n") + "\r\n\r\n" + UNSUBSCRIBED
                + "Subscribes/publishes user topic OK\r\n\r\n";

        List<Claim> claims = claims(wire);

        Claim arrived = only(claims, MESSAGE_ARRIVED);
        assertThat(arrived.string("payload")).isEqualTo(payload);
        assertThat(arrived.text()).endsWith("\nPayload:\n" + payload);
        assertThat(arrived.fields()).doesNotContainKeys("cut", "payloadBytes");
        assertThat(kinds(claims))
                .containsExactly(
                        BOOT_BANNER,
                        MBED_OS_VERSION,
                        PHASE_START,
                        MQTT_SUBSCRIBE,
                        MESSAGE_ARRIVED,
                        MQTT_UNSUBSCRIBE,
                        PHASE_END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "a\n\nb",
                "MQTT publishing message to elsewhere",
                "MQTT publishes message to Nuvoton/Mbed/D001 OK\n",
                "Message arrived: qos 1, retained 0, dup 0, packetid 1"
            })
    void quirk6ATextToPublishMayHoldAnyText(String payload) {
        List<Claim> claims = claims(USER_PHASE + "Message to publish:\r\n" + payload.replace("\n", "\r\n")
                + "\r\nMQTT publishing message to T\rMQTT publishes message to T OK\r\n");

        assertThat(only(claims, MESSAGE_TO_PUBLISH).string("payload")).isEqualTo(payload);
        assertThat(only(claims, MQTT_PUBLISH).string("topic")).isEqualTo("T");
    }

    @Test
    void quirk6AJsonPayloadEndsWhereItsBracesBalance() {
        UartParser parser = new UartParser();
        byte[] wire = Wire.bytes(ARRIVED + "{ \"a\": \"}\\\"\",\r\n  \"b\": {} }\r\n");

        List<Claim> claims = parser.accept(wire, 0, wire.length);

        assertThat(only(claims, MESSAGE_ARRIVED).string("payload")).isEqualTo("{ \"a\": \"}\\\"\",\n  \"b\": {} }");
    }

    @Test
    void quirk6APayloadThatIsNoTextKeepsItsBytes() {
        Claim claim = only(claims(Wire.latin1(ARRIVED + "\u00ff\u0001x\r\n\r\n")), MESSAGE_ARRIVED);

        assertThat(claim.string("payloadBytes")).isEqualTo("\u00ff\u0001x");
        assertThat(claim.string("payload")).isEqualTo("\ufffd\u0001x");
    }

    @Test
    void quirk7HttpTextsAreTakenByTheirLength() {
        String body = "Update thing shadow RESTfully through HTTPS/POST OK";
        String response = "HTTP/1.1 200 OK\r\ncontent-length: 51\r\n\r\n" + body;
        List<Claim> claims = claims("Updating thing shadow RESTfully through HTTPS/POST\r\n"
                + "HTTPS: Request message:\r\nPOST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na\r\nb\r\n"
                + received(response.length()) + response + "\r\n" + body + "\r\n\r\n");

        Claim request = only(claims, HTTPS_REQUEST);
        assertThat(request.fields())
                .containsEntry("method", "POST")
                .containsEntry("path", "/x")
                .containsEntry("host", "h")
                .containsEntry("contentLength", 3L)
                .containsEntry("body", "a\nb")
                .containsEntry("complete", true);
        Claim answer = only(claims, HTTPS_RESPONSE);
        assertThat(answer.number("status")).isEqualTo(200);
        assertThat(answer.string("body")).isEqualTo(body);
        assertThat(answer.fields()).containsEntry("complete", true);
        assertThat(all(claims, HTTPS_STEP_END)).hasSize(1);
    }

    @Test
    void quirk7BareLineFeedsInAResponseMakeTheWireLonger() {
        String body = "{\n \"a\": 1\n}\n";
        String response = "HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n" + body;
        List<Claim> claims = claims(
                received(response.length()) + response.replace("\r\n", "\n").replace("\n", "\r\n")
                        + "\r\nGet thing shadow RESTfully through HTTPS/GET OK\r\n\r\n");

        Claim answer = only(claims, HTTPS_RESPONSE);
        assertThat(answer.string("body")).isEqualTo(body);
        assertThat(answer.fields()).containsEntry("complete", true);
        assertThat(all(claims, UNRECOGNISED)).isEmpty();
    }

    @Test
    void quirk7AResponseThatLostBytesEndsBeforeTheNextLineOfTheStep() {
        String lost = RESPONSE.replace("content-", "cont");
        List<Claim> claims =
                claims(received(RESPONSE.length()) + lost + "\r\nPublishes to user topic through HTTPS/POST OK\r\n\r\n"
                        + "Updating thing shadow RESTfully through HTTPS/POST\r\n");

        assertThat(only(claims, HTTPS_RESPONSE).fields()).containsEntry("complete", false);
        assertThat(only(claims, HTTPS_STEP_END).string("phase")).isEqualTo("user-publish");
        assertThat(all(claims, HTTPS_STEP_START)).hasSize(1);
    }

    @Test
    void quirk8ATruncatedResponseLeaksIntoTheNextStep() {
        String head = "HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n";
        String first = head + "x".repeat(599 - head.length());
        String second = "y".repeat(20) + "HTTP/1.1 200 OK\r\n";
        List<Claim> claims =
                claims(received(599) + first + "\r\nGet thing shadow RESTfully through HTTPS/GET OK\r\n\r\n"
                        + "Deleting thing shadow RESTfully through HTTPS/DELETE\r\n" + received(second.length() - 1)
                        + second.substring(0, second.length() - 1) + "\n"
                        + "Delete thing shadow RESTfully through HTTPS/DELETE OK\r\n\r\n");

        List<Claim> answers = all(claims, HTTPS_RESPONSE);
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0).string("body")).hasSize(599 - head.length());
        assertThat(answers.get(1).fields()).doesNotContainKey("status").containsEntry("complete", true);
        assertThat(all(claims, HTTPS_STEP_END)).hasSize(2);
        assertThat(all(claims, UNRECOGNISED)).isEmpty();
    }

    @Test
    void quirk8FalseSuccessAfterAFailedStatusIsTwoClaims() {
        List<Claim> claims = claims(
                "HTTPS: Received 200 OK status ... [FAIL]\r\n" + "Publishes to user topic through HTTPS/POST OK\r\n");

        assertThat(claims).extracting(Claim::ok).containsExactly(false, true);
    }

    @Test
    void quirk9AnEmptyTextToPublishIsAnEmptyLine() {
        List<Claim> claims = claims("Subscribing/publishing GetThingShadow topic\r\nMessage to publish:\r\n\r\n"
                + "MQTT publishing message to T\rMQTT publishes message to T OK\r\n");

        Claim text = only(claims, MESSAGE_TO_PUBLISH);
        assertThat(text.string("payload")).isEmpty();
        assertThat(text.stepName()).isEqualTo("mqtt.shadow-get.publish");
    }

    @Test
    void quirk10AnExpandedPercentSignIsTakenAsPrinted() {
        Claim text = only(
                claims(
                        "Message to publish:\r\n100 -1.#QNAN done\r\nMQTT publishing message to T\rMQTT publishes message to T OK\r\n"),
                MESSAGE_TO_PUBLISH);

        assertThat(text.string("payload")).isEqualTo("100 -1.#QNAN done");
    }

    @Test
    void quirk11ResultsDoNotNeedTheirProgressText() {
        assertThat(claims("MQTT connects OK\r\n\rMQTT subscribes to a OK\r\n"))
                .extracting(Claim::claimsSuccess)
                .containsExactly(true, true);
    }

    @Test
    void quirk12ALineLongerThanTheBoundIsSplitWithoutLosingAByte() {
        List<Claim> claims = claims("x".repeat(10_000) + "\r\nMQTT connects OK\r\n");

        assertThat(kinds(claims)).containsExactly(UNRECOGNISED, UNRECOGNISED, UNRECOGNISED, MQTT_CONNECT);
        assertThat(claims.get(0).fields()).containsEntry("overlong", true);
        assertThat(claims.get(2).fields()).containsEntry("overlong", true);
        assertThat(claims.get(0).string("bytes")).hasSize(RawLines.LIMIT);
        assertThat(claims).extracting(Claim::line).containsExactly(1, 1, 1, 2);
    }

    @Test
    void quirk12ALineOfExactlyTheBoundIsALine() {
        String topic = "t".repeat(RawLines.LIMIT - "MQTT subscribes to  OK\r".length());

        assertThat(claims("MQTT subscribes to " + topic + " OK\r\n"))
                .extracting(Claim::kind)
                .containsExactly(MQTT_SUBSCRIBE);
    }

    @Test
    void quirk12ReturnsWithoutLineFeedsStillEndLines() {
        List<Claim> claims = claims("MQTT connects OK\r".repeat(1000));

        assertThat(kinds(claims)).hasSize(1000).containsOnly(MQTT_CONNECT);
    }

    @Test
    void quirk13ClaimsComeWithTheLineFeedThatCompletesThem() {
        UartParser parser = new UartParser();
        byte[] wire = Wire.bytes("MQTT publishing message to T\rMQTT publishes message to T OK\r\n");

        assertThat(parser.accept(wire, 0, wire.length - 1)).isEmpty();
        assertThat(parser.accept(wire, wire.length - 1, 1)).hasSize(1);
    }

    @Test
    void quirk14NoiseBeforeTheBannerHasNoStepAndKeepsItsBytes() {
        List<Claim> claims = claims(Wire.latin1("\u0000\u00ff\u001bgarbage" + BOOT));

        Claim noise = claims.get(0);
        assertThat(noise.kind()).isEqualTo(UNRECOGNISED);
        assertThat(noise.step()).isNull();
        assertThat(noise.string("bytes")).isEqualTo("\u0000\u00ff\u001bgarbage");
        assertThat(noise.text()).isEqualTo("\\x00\\xff\\x1bgarbage");
        assertThat(claims.get(1).kind()).isEqualTo(BOOT_BANNER);
        assertThat(claims.get(1).line()).isEqualTo(2);
        assertThat(claims.get(1).stepName()).isEqualTo("boot");
    }

    @Test
    void quirk14NoiseGluedToTheBannerIsSplitOff() {
        assertThat(kinds(claims(Wire.latin1("\u0000\u00f0Starting AWS IoT test\r\n"))))
                .containsExactly(UNRECOGNISED, BOOT_BANNER);
    }

    @Test
    void quirk14ASecondBannerIsARestart() {
        List<Claim> claims = claims(
                BOOT + USER_PHASE + "MQTT publishing message to Nuv" + BOOT + "Connecting with h:8883\r\nnoise\r\n");

        assertThat(all(claims, BOOT_BANNER)).hasSize(2);
        Claim cut = only(claims, UNFINISHED);
        assertThat(cut.stepName()).isEqualTo("mqtt.user.publish");
        assertThat(cut.fields()).containsEntry("operation", "mqtt-publish").containsEntry("topic", "Nuv");
        assertThat(only(claims, UNRECOGNISED).stepName()).isEqualTo("mqtt.tls");
        assertThat(claims.indexOf(cut))
                .isLessThan(claims.lastIndexOf(all(claims, BOOT_BANNER).get(1)));
    }

    @Test
    void quirk14ARestartEndsAPayload() {
        List<Claim> claims = claims(USER_PHASE + ARRIVED + "half a pay" + BOOT);

        Claim arrived = only(claims, MESSAGE_ARRIVED);
        assertThat(arrived.string("payload")).isEqualTo("half a pay");
        assertThat(arrived.fields()).containsEntry("cut", true);
        assertThat(all(claims, BOOT_BANNER)).hasSize(1);
        assertThat(all(claims, MBED_OS_VERSION)).hasSize(1);
    }

    @Test
    void quirk15StrayBytesOfTheErrorPrinterAreKept() {
        List<Claim> claims = claims(
                Wire.latin1(
                        "\u0000\u0013++ MbedOS Error Info ++\nError Status: 0x80FF013D\n-- MbedOS Error Info --\n\u0000\u0000\n"));

        assertThat(kinds(claims)).containsExactly(UNRECOGNISED, CRASH, UNRECOGNISED);
        assertThat(claims.get(2).text()).isEqualTo("\\x00\\x00");
    }

    @Test
    void theDriversDebugLinesInterruptAnOperationAndTellItsWaits() {
        List<Claim> claims = claims(BOOT + USER_PHASE + "MQTT publishing message to TAT> AT+CIPSEND=0,90\r\nAT? >\r\n"
                + "AT< busy s...\r\nAT(Timeout)\r\nAT> AT+CIPSEND=0,90\r\nAT? >\r\nAT= >\r\n"
                + "\rMQTT publishes message to T OK\r\n");

        assertThat(all(claims, AT_DRIVER))
                .extracting(claim -> claim.string("mark"))
                .containsExactly("command", "expects", "line", "timeout", "command", "expects", "matches");
        assertThat(all(claims, AT_DRIVER).get(2).string("error")).isEqualTo("busy-sending");
        assertThat(all(claims, AT_DRIVER)).allMatch(claim -> "mqtt.user.publish".equals(claim.stepName()));
        assertThat(only(claims, MQTT_PUBLISH).claimsSuccess()).isTrue();
        assertThat(only(claims, MQTT_PUBLISH).stepName()).isEqualTo("mqtt.user.publish");
    }

    @Test
    void aTraceOfTheDriverStaysOneLine() {
        List<Claim> claims = claims(BOOT + "[DBG ][ESPA]: AT> AT+CIPSEND=0,90\r\n");

        assertThat(only(claims, TRACE).string("message")).isEqualTo("AT> AT+CIPSEND=0,90");
    }

    @Test
    void quirk16TracesAndMemoryFiguresMixWithTheTest() {
        List<Claim> claims = claims(BOOT + USER_PHASE + "MQTT publishing message to T[DBG ][ESPA]: AT> x\r\n"
                + "** MBED HEAP STATS **\r\n**** current_size: 12\r\n**** max_size    : 34\r\n*****************************\r\n\r\n"
                + "\rMQTT publishes message to T OK\r\n");

        Claim trace = all(claims, TRACE).get(0);
        assertThat(trace.fields())
                .containsEntry("level", "DBG")
                .containsEntry("group", "ESPA")
                .containsEntry("message", "AT> x");
        assertThat(trace.stepName()).isEqualTo("mqtt.user.publish");
        assertThat(only(claims, HEAP_MAX).number("bytes")).isEqualTo(34);
        assertThat(only(claims, HEAP_CURRENT).stepName()).isEqualTo("heap");
        assertThat(only(claims, MQTT_PUBLISH).claimsSuccess()).isTrue();
        assertThat(only(claims, MQTT_PUBLISH).stepName()).isEqualTo("mqtt.user.publish");
    }

    @Test
    void quirk17NothingRunsAfterTheLastHeapFigure() {
        List<Claim> claims =
                claims("MQTT disconnects OK\r\n\r\nCurrent heap size: 1\r\nMax heap size: 2\r\n\r\nnoise\r\n");

        assertThat(claims).extracting(Claim::stepName).containsExactly("mqtt.disconnect", "heap", "heap", null);
    }

    @Test
    void quirk18ConnectingWithAndConnectingToAreTwoThings() {
        List<Claim> claims = claims("Connecting with h:8883\r\nConnecting to h:8883\r\nConnects with h:8883 OK\r\n");

        assertThat(kinds(claims)).containsExactly(CONNECTING, TCP_CONNECT, CONNECTED);
        assertThat(claims).allSatisfy(claim -> {
            assertThat(claim.string("host")).isEqualTo("h");
            assertThat(claim.number("port")).isEqualTo(8883);
        });
    }

    private static String received(int chars) {
        return "HTTPS: Received " + chars + " chars from server\r\nHTTPS: Received message:\r\n";
    }
}
