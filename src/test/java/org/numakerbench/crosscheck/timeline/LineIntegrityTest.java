package org.numakerbench.crosscheck.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.model.StepTable;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

class LineIntegrityTest {
    private static Claim claim(ClaimKind kind, String text, Map<String, Object> fields) {
        return new Claim(7, StepTable.FIRMWARE.named("boot"), kind, null, text, fields, 100, 120);
    }

    @Test
    void aLineThatNearlyIsAKnownOneIsDamageOnceThatIsProved() {
        LineIntegrity wire = new LineIntegrity();
        Claim near = claim(ClaimKind.UNRECOGNISED, "MQTT connxcts", Map.of("resembles", "x"));
        wire.accept(near);
        assertThat(wire.isDamaged()).isFalse();

        wire.prove(it -> it == near);

        assertThat(wire.damaged()).containsExactly(near);
        assertThat(wire.damagedLines()).isEqualTo(1);
    }

    @Test
    void aLineThatNearlyIsAKnownOneIsNoneWithoutAProof() {
        LineIntegrity wire = new LineIntegrity();
        wire.accept(claim(ClaimKind.UNRECOGNISED, "MQTT connxcts", Map.of("resembles", "x")));

        wire.prove(it -> false);

        assertThat(wire.isDamaged()).isFalse();
    }

    @Test
    void aTextThatIsNotAsLongAsItSaysIsDamage() {
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.HTTPS_REQUEST, "GET /", Map.of("complete", false))))
                .isTrue();
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.HTTPS_RESPONSE, "HTTP/1.1", Map.of("complete", true))))
                .isFalse();
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.HTTPS_RESPONSE, "HTTP/1.1\rx", Map.of("complete", true))))
                .isTrue();
    }

    @Test
    void aCertificateThatLacksWhatEachHasIsDamage() {
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.SERVER_CERTIFICATE, "x", Map.of("serial", "01"))))
                .isTrue();
    }

    @Test
    void whatADeviceReceivedMayHoldAnyBytes() {
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.MESSAGE_ARRIVED, "\u0001", Map.of("payload", "\u0001"))))
                .isFalse();
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.MESSAGE_ARRIVED, "Message arrived", Map.of())))
                .isTrue();
    }

    @Test
    void aLineWithForeignBytesIsDamage() {
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.UNRECOGNISED, "\\xe5", Map.of("bytes", "a\u00e5b"))))
                .isTrue();
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.UNRECOGNISED, "\\x01", Map.of("bytes", "a\u0001b"))))
                .isTrue();
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.UNRECOGNISED, "a\u0001b", Map.of())))
                .isTrue();
    }

    @Test
    void anUnknownLineOfPlainTextIsNoDamage() {
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.UNRECOGNISED, "hello", Map.of("bytes", "hello"))))
                .isFalse();
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.UNRECOGNISED, "hello", Map.of())))
                .isFalse();
    }

    @Test
    void aKnownLineIsDamageWhenItContradictsItselfOrHoldsForeignBytes() {
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.MQTT_CONNECT, "\u0001", Map.of())))
                .isTrue();
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.MQTT_CONNECT, "MQTT connects OK", Map.of())))
                .isFalse();
        assertThat(LineIntegrity.isDamage(claim(ClaimKind.MQTT_PUBLISH, "t", Map.of("progress", "u"))))
                .isTrue();
    }

    @Test
    void damageIsNamedByLineAndBytesAndCounted() {
        LineIntegrity wire = new LineIntegrity();
        assertThat(wire.isDamaged()).isFalse();
        wire.accept(claim(ClaimKind.UNRECOGNISED, "fine", Map.of()));
        assertThat(wire.isDamaged()).isFalse();
        Claim damaged = claim(ClaimKind.UNRECOGNISED, "x", Map.of("bytes", "\u0001"));

        wire.accept(damaged);

        assertThat(wire.describe()).isEqualTo("line 7 (bytes 100 to 120)");
        assertThat(wire.damaged()).containsExactly(damaged);
        wire.accept(damaged);
        wire.accept(damaged);
        assertThat(wire.describe()).isEqualTo("line 7 (bytes 100 to 120) and 2 more");
        wire.clear();
        assertThat(wire.isDamaged()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "\u001f", "\u007f", "\u0080", "\u009f", "\ufffd"})
    void controlAndMalformedBytesAreForeign(String text) {
        assertThat(LineIntegrity.hasForeignBytes(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain ~", "tab\t", "line\n", "return\r", "\u00a0", "\u00e4\u4f60", "\ufffc"})
    void textIsNotForeign(String text) {
        assertThat(LineIntegrity.hasForeignBytes(text)).isFalse();
    }

    @Test
    void upToThreeEditsAreNear() {
        assertThat(LineIntegrity.nearlyEqual("abcdef", "abcdef")).isFalse();
        assertThat(LineIntegrity.nearlyEqual("xbcdef", "abcdef")).isTrue();
        assertThat(LineIntegrity.nearlyEqual("xyzdef", "abcdef")).isTrue();
        assertThat(LineIntegrity.nearlyEqual("wxyzef", "abcdef")).isFalse();
        assertThat(LineIntegrity.nearlyEqual("def", "abcdef")).isTrue();
        assertThat(LineIntegrity.nearlyEqual("ef", "abcdef")).isFalse();
        assertThat(LineIntegrity.nearlyEqual("abc1def23", "abcdef")).isTrue();
        assertThat(LineIntegrity.nearlyEqual("abc1def234", "abcdef")).isFalse();
        assertThat(LineIntegrity.nearlyEqual("", "abc")).isTrue();
        assertThat(LineIntegrity.nearlyEqual("abcdefg", "bcdefgh")).isTrue();
    }

    @Test
    void aTwentiethOfALongTextIsNear() {
        String text = "0123456789".repeat(10);

        assertThat(LineIntegrity.nearlyEqual(text.substring(5), text)).isTrue();
        assertThat(LineIntegrity.nearlyEqual(text.substring(6), text)).isFalse();
        assertThat(LineIntegrity.nearlyEqual("xxxxx" + text.substring(5), text)).isTrue();
        assertThat(LineIntegrity.nearlyEqual("xxxxxx" + text.substring(6), text))
                .isFalse();
    }
}
