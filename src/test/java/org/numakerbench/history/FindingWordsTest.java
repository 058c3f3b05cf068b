package org.numakerbench.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.history.change.Change;

class FindingWordsTest {
    private static BuildPoint build(String image) {
        return new BuildPoint(image, "0", null, null, null, null, null, Instant.EPOCH, List.of());
    }

    private static String words(double bytes) {
        return FindingWords.of(new HeapFinding(
                Metric.MAX,
                new Change(Change.Kind.STEP, 0, 1, 1, bytes, bytes - 8, bytes + 8, 1e-9),
                build("one"),
                build("two"),
                build("two"),
                List.of(),
                null));
    }

    @Test
    void onlyWhatGotWorseHasALastGoodImage() {
        assertThat(words(4096)).isEqualTo("peak heap +4,096 bytes (4,088 to 4,104) from two on; last good one");
        assertThat(words(-4096)).isEqualTo("peak heap -4,096 bytes (-4,104 to -4,088) from two on; before: one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0.5; not rare",
                "0.009; at most 1 in 100",
                "0.001; at most 1 in 1,000",
                "0; at most 1 in 1,000,000"
            })
    void nothingIsToldAsCertain(double falseAlarm, String words) {
        assertThat(FindingWords.chance(falseAlarm)).isEqualTo(words);
    }

    @Test
    void aSeriesHasWordsForPeopleAndIsFoundByThem() {
        SeriesKey series = new SeriesKey("NUMAKER_PFM_M487", "esp8266", "GCC_ARM", "mqtt+https", "17.14.17.14");

        assertThat(series.words())
                .isEqualTo("NUMAKER_PFM_M487 on esp8266, GCC_ARM, MQTT and HTTPS, names of 17/14/17/14 bytes");
        assertThat(series.matches("on esp8266")).isTrue();
        assertThat(series.matches("M487/esp8266")).isTrue();
        assertThat(series.matches("ethernet")).isFalse();
        assertThat(new SeriesKey("X", "unknown", "unknown", "mqtt", "1.2.3.4").words())
                .isEqualTo("X, unknown compiler, MQTT, names of 1/2/3/4 bytes");
    }
}
