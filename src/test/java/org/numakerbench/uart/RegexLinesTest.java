package org.numakerbench.uart;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark compares like with like. */
class RegexLinesTest {
    @ParameterizedTest
    @ValueSource(strings = {"seed-mqtt-5.7.wire.log", "https-5.7.wire.log", "mqtt-5.7-tls-verify-fail.wire.log"})
    void regularExpressionsMakeTheSameClaimsOfSingleLines(String name) {
        UartParserBenchmark.assertSameClaims(Wire.sample(name), new RegexLines());
    }
}
