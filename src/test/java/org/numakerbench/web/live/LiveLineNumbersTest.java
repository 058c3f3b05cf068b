package org.numakerbench.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.uart.TrickyLines;

/** What a browser is shown as line n is the parser's line n. */
class LiveLineNumbersTest {
    @ParameterizedTest
    @CsvSource({"true, 1", "false, 7", "true, 512", "false, 100000"})
    void aRunBeingWatchedNumbersLinesAsTheParserDoes(boolean ended, int chunk) throws Exception {
        LiveRun run = new LiveRun("bench", "run");
        for (var entry : TrickyLines.log(ended, chunk)) {
            run.accept(entry);
        }
        run.settle(true);

        Map<Integer, String> texts = new TreeMap<>();
        run.view("epoch").wire().forEach(line -> texts.put(line.number(), line.text()));
        assertThat(TrickyLines.marks(texts)).isEqualTo(TrickyLines.right());
    }
}
