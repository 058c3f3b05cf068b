package org.numakerbench.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Stage;
import org.numakerbench.report.run.ReportPage.LogLine;

class EvidenceWordsTest {
    static Stream<Arguments> facts() {
        return Stream.of(
                Arguments.of(
                        new Fact.LimitExpired(Limit.SILENCE, 20_000),
                        "limit expired",
                        List.of("limit silence", "limit ms 20000")),
                Arguments.of(new Fact.PortGone("it hung up"), "port gone", List.of("reason it hung up")),
                Arguments.of(
                        new Fact.BenchFailed(Stage.FLASH, null, "no volume", "plug it in"),
                        "bench failed",
                        List.of("stage flash", "cause no volume", "remedy plug it in")),
                Arguments.of(
                        new Fact.BenchFailed(Stage.FLASH, FailureCode.VOLUME_MISSING, "no volume", ""),
                        "bench failed",
                        List.of("stage flash", "code volume missing", "cause no volume")),
                Arguments.of(new Fact.RunEnded(), "run ended", List.of()));
    }

    @ParameterizedTest
    @MethodSource("facts")
    void anEntryReadsAsWordsAndNotAsARecordOfJava(Fact fact, String what, List<String> fields) {
        LogLine line = EvidenceWords.line(new EvidenceEntry(1, Instant.EPOCH, 0, fact));

        assertThat(line.what()).isEqualTo(what);
        assertThat(line.detail().lines().toList()).isEqualTo(fields);
    }
}
