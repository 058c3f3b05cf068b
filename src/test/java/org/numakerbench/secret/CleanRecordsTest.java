package org.numakerbench.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;

/** Wherever a record may hold a text. */
class CleanRecordsTest {
    private static final String SECRET = "token=5ec2";
    private static final String HIDDEN = "**********";

    private final CleanRecords clean = new CleanRecords(SecretText.of(List.of(Planted.EXPRESSION)));

    private record Inner(String text) {}

    private record Holder(
            String text,
            Bytes bytes,
            List<String> list,
            Set<String> set,
            Map<String, List<Inner>> map,
            Optional<Inner> inner,
            long number) {}

    private static Holder holder(String text) {
        return new Holder(
                text,
                Bytes.latin1(text),
                List.of(text),
                Set.of(text),
                Map.of(text, List.of(new Inner(text))),
                Optional.of(new Inner(text)),
                5);
    }

    @Test
    void itIsHidden() {
        assertThat(clean.clean(holder(SECRET))).isEqualTo(holder(HIDDEN));
    }

    @Test
    void whatHoldsNoneStaysTheObjectItIs() {
        Holder holder = holder("MQTT connects OK");

        assertThat(clean.clean(holder)).isSameAs(holder);
    }

    private record Unknown(Object what) {}

    @Test
    void whatIsNotKnownToHoldNoneIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> clean.clean(new Unknown(new StringBuilder(SECRET))))
                .withMessageContaining("StringBuilder");
    }
}
