package org.numakerbench.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.run.Replay;
import org.numakerbench.uart.TrickyLines;

/** What the reports show as line n is the parser's line n. */
class LineNumbersTest {
    @ParameterizedTest
    @CsvSource({"true, 1", "false, 7", "true, 512", "false, 100000"})
    void thePageNumbersLinesAsTheParserDoes(boolean ended, int chunk) throws IOException {
        ReportPage page = ReportPage.of(Replay.of(TrickyLines.log(ended, chunk), "tricky"));

        Map<Integer, String> texts = new TreeMap<>();
        page.wire().head().forEach(line -> texts.put(line.number(), line.text()));
        assertThat(TrickyLines.marks(texts)).isEqualTo(TrickyLines.right());
        assertThat(page.wire().total()).isEqualTo(TrickyLines.COUNT);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 7", "true, 512", "false, 100000"})
    void theLogHasTheSameLines(boolean ended, int chunk) {
        List<String> lines = new ArrayList<>(
                UartLog.write(TrickyLines.log(ended, chunk)).lines().toList());
        List<String> since = lines.subList(
                1
                        + lines.stream()
                                .map(it -> it.contains("--- reset by"))
                                .toList()
                                .indexOf(true),
                lines.size());

        Map<Integer, String> texts = new TreeMap<>();
        since.forEach(line -> texts.put(texts.size() + 1, line));
        assertThat(TrickyLines.marks(texts)).isEqualTo(TrickyLines.right());
        assertThat(lines).hasSize(TrickyLines.COUNT + 4);
    }
}
