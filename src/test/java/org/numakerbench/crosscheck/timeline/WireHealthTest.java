package org.numakerbench.crosscheck.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

class WireHealthTest {
    private static Claim claim(ClaimKind kind, String text, Map<String, Object> fields) {
        return new Claim(7, "boot", kind, null, text, fields, 100, 120);
    }

    @Test
    void aLineThatNearlyIsAKnownOneIsDamage() {
        assertThat(WireHealth.isDamage(claim(ClaimKind.UNRECOGNISED, "MQTT connxcts", Map.of("resembles", "x"))))
                .isTrue();
    }

    @Test
    void aLineWithForeignBytesIsDamage() {
        assertThat(WireHealth.isDamage(claim(ClaimKind.UNRECOGNISED, "\\x01", Map.of("bytes", "a\u0001b"))))
                .isTrue();
        assertThat(WireHealth.isDamage(claim(ClaimKind.UNRECOGNISED, "a\u0001b", Map.of())))
                .isTrue();
    }

    @Test
    void anUnknownLineOfPlainTextIsNoDamage() {
        assertThat(WireHealth.isDamage(claim(ClaimKind.UNRECOGNISED, "hello", Map.of("bytes", "hello"))))
                .isFalse();
        assertThat(WireHealth.isDamage(claim(ClaimKind.UNRECOGNISED, "hello", Map.of())))
                .isFalse();
    }

    @Test
    void aKnownLineIsDamageOnlyWhenItContradictsItself() {
        assertThat(WireHealth.isDamage(claim(ClaimKind.MQTT_CONNECT, "MQTT connects OK", Map.of())))
                .isFalse();
        assertThat(WireHealth.isDamage(claim(ClaimKind.MQTT_CONNECT, "\u0001", Map.of())))
                .isFalse();
        assertThat(WireHealth.isDamage(claim(ClaimKind.MQTT_PUBLISH, "t", Map.of("progress", "u"))))
                .isTrue();
    }

    @Test
    void damageIsNamedByLineAndBytesAndCounted() {
        WireHealth wire = new WireHealth();
        assertThat(wire.isDamaged()).isFalse();
        wire.accept(claim(ClaimKind.UNRECOGNISED, "fine", Map.of()));
        assertThat(wire.isDamaged()).isFalse();
        Claim damaged = claim(ClaimKind.UNRECOGNISED, "x", Map.of("resembles", "y"));

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
        assertThat(WireHealth.hasForeignBytes(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain ~", "tab\t", "line\n", "return\r", "\u00a0", "\u00e4\u4f60", "\ufffc"})
    void textIsNotForeign(String text) {
        assertThat(WireHealth.hasForeignBytes(text)).isFalse();
    }

    @Test
    void upToThreeEditsAreNear() {
        assertThat(WireHealth.nearlyEqual("abcdef", "abcdef")).isFalse();
        assertThat(WireHealth.nearlyEqual("xbcdef", "abcdef")).isTrue();
        assertThat(WireHealth.nearlyEqual("xyzdef", "abcdef")).isTrue();
        assertThat(WireHealth.nearlyEqual("wxyzef", "abcdef")).isFalse();
        assertThat(WireHealth.nearlyEqual("def", "abcdef")).isTrue();
        assertThat(WireHealth.nearlyEqual("ef", "abcdef")).isFalse();
        assertThat(WireHealth.nearlyEqual("abc1def23", "abcdef")).isTrue();
        assertThat(WireHealth.nearlyEqual("abc1def234", "abcdef")).isFalse();
        assertThat(WireHealth.nearlyEqual("", "abc")).isTrue();
        assertThat(WireHealth.nearlyEqual("abcdefg", "bcdefgh")).isTrue();
    }

    @Test
    void aTwentiethOfALongTextIsNear() {
        String text = "0123456789".repeat(10);

        assertThat(WireHealth.nearlyEqual(text.substring(5), text)).isTrue();
        assertThat(WireHealth.nearlyEqual(text.substring(6), text)).isFalse();
        assertThat(WireHealth.nearlyEqual("xxxxx" + text.substring(5), text)).isTrue();
        assertThat(WireHealth.nearlyEqual("xxxxxx" + text.substring(6), text)).isFalse();
    }
}
