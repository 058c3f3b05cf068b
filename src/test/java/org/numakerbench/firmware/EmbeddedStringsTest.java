package org.numakerbench.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.firmware.FirmwareFile.Format;
import org.numakerbench.firmware.FirmwareFile.Segment;

class EmbeddedStringsTest {
    /** Base64 has '/' and '+': this line of a key has the form of a topic filter, the next one that of its topic. */
    private static final String LIKE_A_FILTER = "MIIEpAIBAAKCAQEAx0/3kq9/+";

    private static final String LIKE_A_TOPIC = "MIIEpAIBAAKCAQEAx0/3kq9/Zm9vYmFy";

    private static EmbeddedStrings of(String... texts) {
        String all = "\0" + String.join("\0", texts) + "\0";
        return EmbeddedStrings.of(
                new FirmwareFile(Format.BIN, List.of(new Segment(0, all.getBytes(StandardCharsets.ISO_8859_1)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\0"})
    void noLineOfAPrivateKeyIsTakenForATopic(String newline) {
        EmbeddedStrings told = of(
                "-----BEGIN RSA PRIVATE KEY-----" + newline + LIKE_A_FILTER + newline + LIKE_A_TOPIC + newline
                        + "-----END RSA PRIVATE KEY-----" + newline,
                "Nuvoton/Mbed/+",
                "Nuvoton/Mbed/D001");

        assertThat(told.userFilters()).containsExactly("Nuvoton/Mbed/+");
        assertThat(told.userTopics()).containsExactly("Nuvoton/Mbed/D001");
        assertThat(told.toString()).doesNotContain("MIIE");
    }

    @Test
    void aKeyWhoseEndIsCutOffIsNotToldEither() {
        EmbeddedStrings told = of("-----BEGIN EC PRIVATE KEY-----\n" + LIKE_A_FILTER + "\n" + LIKE_A_TOPIC);

        assertThat(told.toString()).doesNotContain("MIIE");
    }

    @Test
    void whatFollowsAKeyIsFoundAgain() {
        EmbeddedStrings told = of(
                "-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----\n",
                "a1b2c3-ats.iot.eu-west-1.amazonaws.com",
                "$aws/things/Thing-7/shadow/update");

        assertThat(told.endpoints()).containsExactly("a1b2c3-ats.iot.eu-west-1.amazonaws.com");
        assertThat(told.things()).containsExactly("Thing-7");
    }

    @Test
    void theHeaderThatAPemReaderLooksForHidesNothing() {
        // Mbed TLS holds both lines as texts of its own, in any order.
        EmbeddedStrings told = of(
                "-----END RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----", "Nuvoton/Mbed/+", "mbed os 5.7.1");

        assertThat(told.userFilters()).containsExactly("Nuvoton/Mbed/+");
        assertThat(told.mbedOs()).containsExactly("5.7.1");
    }

    @Test
    void severalCandidatesAreAllTold() {
        EmbeddedStrings told =
                of("mbed-os-5.9.5", "Using Mbed OS 5.7.1", "/things/A/shadow", "$aws/things/B/shadow/get");

        assertThat(told.mbedOs()).containsExactly("5.7.1", "5.9.5");
        assertThat(told.things()).containsExactly("A", "B");
    }
}
