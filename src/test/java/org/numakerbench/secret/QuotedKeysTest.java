package org.numakerbench.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

/** A line out of the middle of a key says nothing of a key by itself: it is known by the key that was hidden before. */
class QuotedKeysTest {
    private static List<String> key;

    @BeforeAll
    static void make() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes())
                .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        key = List.of(base64.split("\n"));
    }

    static Stream<Class<?>> kinds() {
        return Stream.of(Fact.class.getPermittedSubclasses())
                .filter(it -> it != Fact.RunStarted.class)
                .filter(it -> Planted.texts(Planted.plain(it)) > 0);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anyOtherEntryMayQuoteALineOfWhatTheBoardPrinted(Class<?> kind) {
        List<EvidenceEntry> clean = RunLog.clean().entries();
        List<Fact> facts = new ArrayList<>(List.of(clean.get(0).fact()));
        facts.add(new Fact.UartReceived(Bytes.latin1(
                "-----BEGIN PRIVATE KEY-----\r\n" + String.join("\r\n", key) + "\r\n-----END PRIVATE KEY-----\r\n")));
        Record plain = Planted.plain(kind);
        for (int place = 0; place < Planted.texts(plain); place++) {
            facts.add((Fact) Planted.with(plain, place, "line 7 was " + quoted() + ", it said"));
        }
        List<EvidenceEntry> entries = new ArrayList<>();
        for (Fact fact : facts) {
            entries.add(new EvidenceEntry(entries.size() + 1, clean.get(0).at(), entries.size(), fact));
        }

        List<EvidenceEntry> shown = new GrowingRedaction(context -> SecretText.BUILT_IN).accept(entries, true);

        assertThat(shown).hasSameSizeAs(entries);
        assertThat(shown.toString()).doesNotContain(quoted()).doesNotContain(key.get(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "text %s text", "\"%s\",", "0x1234 %s\t"})
    void aLaterLineOfATerminalMayQuoteIt(String form) {
        SecretLines lines = new SecretLines();
        lines.hide(SecretText.BUILT_IN, "-----BEGIN PRIVATE KEY-----");
        key.forEach(line -> assertThat(lines.hide(SecretText.BUILT_IN, line)).doesNotContain(line.substring(0, 16)));
        lines.hide(SecretText.BUILT_IN, "-----END PRIVATE KEY-----");

        assertThat(lines.hide(SecretText.BUILT_IN, form.formatted(quoted()))).isEqualTo(form.formatted("*".repeat(40)));
        assertThat(lines.hide(SecretText.BUILT_IN, "MQTT connects OK.")).isEqualTo("MQTT connects OK.");
    }

    private static String quoted() {
        return key.get(6).substring(8, 48);
    }
}
