package org.numakerbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.model.Measurement.Breach;
import org.numakerbench.model.Measurement.Limits;

class MeasurementTest {
    private static Measurement rssi(Limits limits, Double... values) {
        return new Measurement("rssi", "dBm", Direction.LARGER, 1, 3, null, limits, Samples.of(List.of(values)));
    }

    @Test
    void manySamplesKeepWhatTellsOfThem() {
        assertThat(Samples.of(List.of(5.0, 1.0, 4.0, 2.0))).isEqualTo(new Samples(1, 3, 5, 2, 4));
        assertThat(Samples.of(List.of(7.0))).isEqualTo(Samples.of(7));
        assertThatThrownBy(() -> Samples.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Samples.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWorstSampleBreaksALimit() {
        assertThat(rssi(new Limits(-80.0, null), -70.0, -85.0, -60.0).breach()).contains(new Breach(-85, -80, false));
        assertThat(rssi(new Limits(null, -65.0), -70.0, -85.0, -60.0).breach()).contains(new Breach(-60, -65, true));
        assertThat(rssi(new Limits(-85.0, -60.0), -70.0, -85.0, -60.0).breach()).isEmpty();
        assertThat(rssi(Limits.NONE, -70.0).breach()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SMALLER, 5, 5", "SMALLER, -5, -5", "LARGER, 5, -5", "LARGER, -5, 5", "BOTH, 5, 5", "BOTH, -5, 5"})
    void aDirectionTellsWhatIsWorse(Direction direction, double change, double worse) {
        assertThat(direction.worsening(change)).isEqualTo(worse);
        assertThat(Direction.of(direction.word())).isEqualTo(direction);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Rssi", "time.", ".time", "time..dns", "a b", "-a", "a.-b", "rssi\n", "ä"})
    void otherTextIsNoName(String text) {
        assertThat(Measurement.isName(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rssi", "time.tls-handshake", "stack.main.used", "time.step.mqtt.shadow-get.arrive", "4096"})
    void wordsWithDotsAreAName(String text) {
        assertThat(Measurement.isName(text)).isTrue();
    }
}
