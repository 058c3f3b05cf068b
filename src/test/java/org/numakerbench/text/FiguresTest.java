package org.numakerbench.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "63022;63,022",
                "0;0",
                "-80;-80",
                "12.5;12.5",
                "3.14159;3.142",
                "-0.00012345;-0.0001234",
                "1234.56;1,235"
            })
    void hasAsManyDigitsAsItIsWorth(double value, String text) {
        assertThat(Figures.of(value)).isEqualTo(text);
        assertThat(Figures.signed(value)).isEqualTo(value < 0 ? text : "+" + text);
        assertThat(Figures.with("ms", value)).isEqualTo(text + " ms");
        assertThat(Figures.with("", value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0;0 builds", "1;1 build", "2;2 builds", "1200;1,200 builds"})
    void oneOfThemIsNotMany(long number, String text) {
        assertThat(Figures.count(number, "build")).isEqualTo(text);
    }
}
