package org.numakerbench.uart.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.uart.ClaimKind.*;
import static org.numakerbench.uart.Wire.BOOT;
import static org.numakerbench.uart.Wire.USER_PHASE;
import static org.numakerbench.uart.Wire.all;
import static org.numakerbench.uart.Wire.claims;
import static org.numakerbench.uart.Wire.kinds;
import static org.numakerbench.uart.Wire.only;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.UartParser;
import org.numakerbench.uart.Wire;

/** Claims of several lines, claims cut short, and claims that are nearly something. */
class UartBlocksTest {
    private static final String ARRIVED = "Message arrived: qos 1, retained 0, dup 0, packetid 1\r\nPayload:\r\n";

    @Test
    void aFaultDumpIsOneClaimEvenInTheMiddleOfALine() {
        List<Claim> claims = claims(USER_PHASE
                + "MQTT publishing message to T++ MbedOS Fault Handler ++\n\nFaultType: HardFault\n\nContext:\n"
                + "R0   : 00000000\nPC   : 0000A1B2\nxPSR : 61000000\nMode : Thread\n\n-- MbedOS Fault Handler --\n\n");

        Claim crash = only(claims, CRASH);
        assertThat(crash.claimsFailure()).isTrue();
        assertThat(crash.stepName()).isEqualTo("mqtt.user.publish");
        assertThat(crash.text()).startsWith("++ MbedOS Fault Handler ++\n").endsWith("\n-- MbedOS Fault Handler --");
        assertThat(crash.fields())
                .containsEntry("source", "fault-handler")
                .containsEntry("faultType", "HardFault")
                .containsEntry("registers", List.of("R0=00000000", "PC=0000A1B2", "xPSR=61000000", "Mode=Thread"))
                .containsEntry("complete", true);
        Claim cut = only(claims, UNFINISHED);
        assertThat(cut.string("operation")).isEqualTo("mqtt-publish");
        assertThat(claims.indexOf(cut)).isLessThan(claims.indexOf(crash));
    }

    @Test
    void anErrorInfoBlockTellsStatusAndPlace() {
        Claim crash = only(
                claims(
                        "\r\n\r\n++ MbedOS Error Info ++\r\nError Status: 0x80FF0144 Code: 324 Module: 255\r\nError Message: Assertion failed: x\r\n"
                                + "Location: 0x1234\r\nFile: main.cpp+12\r\nError Value: 0x0\r\n"
                                + "Current Thread: main  Id: 0x1 Entry: 0x2 StackSize: 0x3 StackMem: 0x4 SP: 0x5 \r\n-- MbedOS Error Info --\r\n"),
                CRASH);

        assertThat(crash.fields())
                .containsEntry("source", "error-info")
                .containsEntry("status", "0x80FF0144")
                .containsEntry("code", 324L)
                .containsEntry("module", 255L)
                .containsEntry("message", "Assertion failed: x")
                .containsEntry("location", "0x1234")
                .containsEntry("file", "main.cpp+12")
                .containsEntry("value", "0x0")
                .containsEntry("complete", true);
        assertThat(crash.string("thread")).startsWith("main  Id");
        assertThat(crash.fields()).doesNotContainKey("registers");
    }

    @Test
    void aCrashThatNeverEndsIsClosedByTheRestart() {
        List<Claim> claims = claims("++ MbedOS Error Info ++\nError Status: 0x1\n" + BOOT);

        assertThat(kinds(claims)).containsExactly(CRASH, BOOT_BANNER, MBED_OS_VERSION);
        assertThat(claims.get(0).fields()).containsEntry("complete", false);
    }

    @Test
    void aCrashThatNeverEndsIsClosedAfterItsMostLines() {
        List<Claim> claims = claims("++ MbedOS Error Info ++\n" + "x\n".repeat(CrashBlock.MOST_LINES + 1));

        assertThat(kinds(claims)).containsExactly(CRASH, UNRECOGNISED);
        assertThat(claims.get(0).text().lines()).hasSize(1 + CrashBlock.MOST_LINES);
    }

    @Test
    void aCrashEndsAPayload() {
        List<Claim> claims = claims(
                USER_PHASE + ARRIVED + "half++ MbedOS Error Info ++\nError Status: 0x1\n-- MbedOS Error Info --\n");

        assertThat(only(claims, MESSAGE_ARRIVED).string("payload")).isEqualTo("half");
        assertThat(only(claims, MESSAGE_ARRIVED).fields()).containsEntry("cut", true);
        assertThat(only(claims, CRASH).string("status")).isEqualTo("0x1");
    }

    @Test
    void aCrashAfterTheTextToPublishLeavesItWhole() {
        List<Claim> claims = claims(
                "Message to publish:\r\nhello\r\nMQTT publishing message to T\n\n++ MbedOS Error Info ++\n-- MbedOS Error Info --\n");

        assertThat(only(claims, MESSAGE_TO_PUBLISH).string("payload")).isEqualTo("hello");
        assertThat(only(claims, MESSAGE_TO_PUBLISH).fields()).doesNotContainKey("cut");
        assertThat(only(claims, UNFINISHED).string("topic")).isEqualTo("T");
        assertThat(all(claims, CRASH)).hasSize(1);
    }

    @Test
    void aHangAfterTheTextToPublishLeavesAnUnfinishedOperation() {
        List<Claim> claims = claims("Message to publish:\r\nhello\r\nMQTT publishing message to T");

        assertThat(kinds(claims)).containsExactly(MESSAGE_TO_PUBLISH, UNFINISHED);
        assertThat(claims.get(1).fields()).containsEntry("cut", true);
    }

    @Test
    void aPayloadWithoutEndIsTakenAsOneLine() {
        List<Claim> claims = claims(USER_PHASE + ARRIVED + "first\r\n" + "more\r\n".repeat(400));

        assertThat(only(claims, MESSAGE_ARRIVED).string("payload")).isEqualTo("first");
        assertThat(all(claims, UNRECOGNISED)).hasSize(400);
    }

    @Test
    void aPayloadAtTheEndOfTheCaptureIsKept() {
        assertThat(only(claims(ARRIVED + "one\r\n\r\n"), MESSAGE_ARRIVED).string("payload"))
                .isEqualTo("one");
        Claim cut = only(claims(ARRIVED + "one"), MESSAGE_ARRIVED);
        assertThat(cut.string("payload")).isEqualTo("one");
        assertThat(cut.fields()).containsEntry("cut", true);
        Claim none = only(claims(ARRIVED), MESSAGE_ARRIVED);
        assertThat(none.fields()).containsEntry("cut", true).doesNotContainKey("payload");
    }

    @Test
    void aPayloadIsNotExtendedByTheBeginningOfWhatFollows() {
        List<Claim> claims = claims(USER_PHASE + ARRIVED + "one\r\n\r\nMQTT unsubs");

        assertThat(only(claims, MESSAGE_ARRIVED).string("payload")).isEqualTo("one");
        assertThat(only(claims, UNRECOGNISED).fields()).containsEntry("resemblesKind", "mqtt-unsubscribe");
    }

    @Test
    void anArrivalWithoutItsPayloadLineIsStillAnArrival() {
        List<Claim> claims = claims("Message arrived: qos 1, retained 0, dup 0, packetid 1\r\nMQTT connects OK\r\n");

        assertThat(kinds(claims)).containsExactly(MESSAGE_ARRIVED, MQTT_CONNECT);
        assertThat(claims.get(0).string("payload")).isNull();
    }

    @Test
    void aPayloadWhoseHeaderIsDamagedIsStillRead() {
        List<Claim> claims = claims("Message arrXved: qos 1, retained 0, dup 0, packetid 1\r\nPayload:\r\n{}\r\n");

        assertThat(kinds(claims)).containsExactly(UNRECOGNISED, MESSAGE_ARRIVED);
        assertThat(claims.get(0).string("resemblesKind")).isEqualTo("message-arrived");
        assertThat(claims.get(1).string("payload")).isEqualTo("{}");
        assertThat(claims.get(1).number("qos")).isNull();
    }

    @Test
    void laterFirmwareWaitsForItsMessage() {
        List<Claim> claims = claims(USER_PHASE + "MQTT receives message with subscribed Nuvoton/Mbed/+...\r\n" + ARRIVED
                + "plain\r\nMQTT receives message with subscribed Nuvoton/Mbed/+ OK\r\n");

        assertThat(only(claims, MESSAGE_ARRIVED).string("payload")).isEqualTo("plain");
        assertThat(all(claims, MQTT_RECEIVE)).extracting(Claim::ok).containsExactly(null, true);
        assertThat(all(claims, MQTT_RECEIVE)).extracting(Claim::stepName).containsOnly("mqtt.user.arrive");
    }

    @Test
    void eachCertificateOfTheChainIsOneClaim() {
        List<Claim> claims = claims(
                "\r\nVerifying certificate at depth 1:\r\n  cert. version     : 3\r\n  RSA key size      : 2048 bits\r\n"
                        + "No verification issue for this certificate\r\n\r\nVerifying certificate at depth 0:\r\n  cert. version     : 3\r\n"
                        + "  subject alt name  :\r\n      dNSName : a.example\r\n      dNSName : b.example\r\n"
                        + "  ! The certificate validity has expired\r\n  ! The CRL is expired\r\nStarting the TLS handshake...\r\n");

        List<Claim> chain = all(claims, CERTIFICATE_VERIFIED);
        assertThat(chain).extracting(Claim::ok).containsExactly(true, false);
        assertThat(chain.get(0).fields())
                .containsEntry("depth", 1L)
                .containsEntry("keyType", "RSA")
                .containsEntry("keyBits", 2048L);
        assertThat(chain.get(1).fields())
                .containsEntry("depth", 0L)
                .containsEntry("reason", "The certificate validity has expired; The CRL is expired")
                .containsEntry("subjectAltNames", List.of("a.example", "b.example"));
        assertThat(all(claims, TLS_HANDSHAKE)).hasSize(1);
    }

    @Test
    void aCertificateBlockIsBounded() {
        List<Claim> claims = claims(
                "Server certificate:\r\n" + "    x                 : y\r\n".repeat(CertificateBlock.MOST_LINES + 1));

        assertThat(kinds(claims)).containsExactly(SERVER_CERTIFICATE, UNRECOGNISED);
    }

    @Test
    void aDamagedLineTellsWhatItResembles() {
        Claim claim = only(claims("Starting AWS IxT test\r\n"), UNRECOGNISED);

        assertThat(claim.string("resembles")).isEqualTo("Starting AWS IoT test");
        assertThat(claim.string("resemblesKind")).isEqualTo("boot-banner");
        assertThat(claim.ok()).isNull();
    }

    @Test
    void aDamagedResultEndsItsOperation() {
        List<Claim> claims = claims("MQTT subscribing to a/b\rMQTT subscrXbes to a/b OK\r\nMQTT connects OK\r\n");

        assertThat(kinds(claims)).containsExactly(UNRECOGNISED, MQTT_CONNECT);
        assertThat(claims.get(0).string("progress")).isEqualTo("MQTT subscribing to a/b");
        assertThat(claims.get(0).start()).isZero();
    }

    @Test
    void linesWithLostBytesAtOneEndResembleToo() {
        assertThat(only(claims("ting AWS IoT test\r\n"), UNRECOGNISED).string("resemblesKind"))
                .isEqualTo("boot-banner");
        assertThat(only(claims("Subscribing/publ\r\n"), UNRECOGNISED).string("resemblesKind"))
                .isEqualTo("phase-start");
        assertThat(only(claims("TT publishes message to a/b OK\r\n"), UNRECOGNISED)
                        .string("resemblesKind"))
                .isEqualTo("mqtt-publish");
    }

    @Test
    void anUnknownLineResemblesNothing() {
        for (String text :
                List.of("sensor reads 21 degrees", "abc", "hello world, this is a line of my own", "x".repeat(300))) {
            assertThat(only(claims(text + "\r\n"), UNRECOGNISED).fields()).containsOnlyKeys("bytes");
        }
    }

    @Test
    void aLineCutByTheEndIsNotBelieved() {
        Claim heap = only(claims("Max heap size: 630"), UNRECOGNISED);
        assertThat(heap.fields()).containsEntry("cut", true).containsEntry("resemblesKind", "heap-max");
        assertThat(only(claims("MQTT connects OK"), MQTT_CONNECT).claimsSuccess())
                .isTrue();
        assertThat(only(claims("Network interface get_ip_address(...) failed with -3004"), NETWORK)
                        .claimsFailure())
                .isTrue();
    }

    @Test
    void aWifiPasswordIsNeverShown() {
        for (String line : List.of(
                "AT> AT+CWJAP_CUR=\"home\",\"secret\"",
                "junk AT+CWJAP=\"home\",\"secret\"",
                "AT> AT+CWJAP=\"home,\"secret\"",
                "x AT+CWSAP=home,secret")) {
            Claim claim = claims(line + "\r\n").get(0);
            assertThat(claim.text()).contains("***").doesNotContain("secret");
            assertThat(claim.fields().toString()).contains("***").doesNotContain("secret");
        }
        assertThat(claims("AT> AT+CWJAP_CUR=\"home\",\"secret\"\r\n").get(0).text())
                .isEqualTo("AT> AT+CWJAP_CUR=\"home\",\"***\"");
        assertThat(claims("AT> AT+CWJAP?\r\n").get(0).text()).isEqualTo("AT> AT+CWJAP?");
    }

    @Test
    void portsKeepTheirRolesWithinOneBoot() {
        List<Claim> claims = claims(
                "Connecting with h:9000\r\nStarting the TLS handshake...\r\nConnecting with h:9001\r\nStarting the TLS handshake...\r\n"
                        + "Connecting with h:9000\r\nConnects with h:9001 OK\r\n" + BOOT
                        + "Connecting with h:9001\r\nConnecting with h:443\r\n");

        assertThat(claims.stream().filter(claim -> claim.kind() != BOOT_BANNER && claim.kind() != MBED_OS_VERSION))
                .extracting(Claim::stepName)
                .containsExactly(
                        "mqtt.tls",
                        "mqtt.tls",
                        "https.tls",
                        "https.tls",
                        "mqtt.tls",
                        "https.tls",
                        "mqtt.tls",
                        "https.tls");
    }

    @Test
    void aPhaseWhoseFirstLineWasLostIsKnownByItsTopic() {
        for (String operation : List.of("update", "get", "delete")) {
            Claim claim = claims("MQTT subscribes to $aws/things/t/shadow/" + operation + "/accepted OK\r\n")
                    .get(0);
            assertThat(claim.stepName()).isEqualTo("mqtt.shadow-" + operation + ".subscribe");
        }
        assertThat(claims("MQTT unsubscribes from a OK\r\n").get(0).stepName()).isEqualTo("mqtt.user.unsubscribe");
        assertThat(claims("MQTT publishes message to x/shadow/y OK\r\n").get(0).stepName())
                .isEqualTo("mqtt.user.publish");
    }

    @Test
    void aTooSmallBufferIsPartOfPublishing() {
        assertThat(claims(USER_PHASE + "snprintf failed: 700\r\n"))
                .last()
                .extracting(Claim::stepName)
                .isEqualTo("mqtt.user.publish");
    }

    @Test
    void anotherOperationShowsThatTheFirstNeverEnded() {
        List<Claim> claims = claims("MQTT subscribing to a\r\nMQTT unsubscribing from a\r\nMQTT disconnects OK\r\n");

        assertThat(kinds(claims)).containsExactly(UNFINISHED, UNFINISHED, MQTT_DISCONNECT);
    }

    @Test
    void theEndCanBeTakenTwice() {
        UartParser parser = new UartParser();
        parser.accept(Wire.bytes("MQTT connecting"), 0, 15);

        assertThat(kinds(parser.end())).containsExactly(UNFINISHED);
        assertThat(parser.end()).isEmpty();
    }

    @Test
    void bytesComeAsAValueToo() {
        assertThat(new UartParser().accept(org.numakerbench.evidence.Bytes.utf8("MQTT connects OK\n")))
                .hasSize(1);
    }
}
