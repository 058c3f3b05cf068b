package org.numakerbench.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.model.Outcome;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;

/** Ten times as much of anything takes about ten times as long, and no report grows without end. */
class FloodIT {
    private static final int SMALL = 150_000;
    private static final int TEN_TIMES = 10 * SMALL;
    private static final int MOST_CHARS = 2_000_000;
    private static final double MOST_RATIO = 15;
    /** Below that the clock of the JVM's threads, and the JVM's own work, tell more than what is measured. */
    private static final double LEAST_SECONDS = 0.15;

    private record Cost(double seconds, RunRecord record, int html, int json, int junit, int uartLog) {}

    @ParameterizedTest
    @EnumSource
    void timeAndSizeOfAFloodHaveABound(Flood flood) throws IOException {
        cost(flood, SMALL);
        Cost small = cost(flood, SMALL);
        Cost large = cost(flood, TEN_TIMES);

        assertThat(large.seconds() / Math.max(LEAST_SECONDS, small.seconds())).isLessThan(MOST_RATIO);
        assertThat(large.html()).isLessThan(MOST_CHARS);
        assertThat(large.json()).isLessThan(MOST_CHARS);
        assertThat(large.junit()).isLessThan(MOST_CHARS);
        assertThat(large.uartLog()).isLessThan(20_000_000);
        // What was left out was not judged.
        assertThat(large.record().judgement().outcome()).isNotEqualTo(Outcome.PASS);
    }

    private static Cost cost(Flood flood, int size) throws IOException {
        List<EvidenceEntry> log = flood.log(size);
        double begin = FloodFigures.cpu();
        RunRecord record = Replay.of(log, "flood");
        int html = ReportPage.write(record).length();
        int json = ReportJson.write(record).length();
        int junit = JunitXml.write(record).length();
        int uartLog = UartLog.write(record.entries()).length();
        return new Cost(FloodFigures.cpu() - begin, record, html, json, junit, uartLog);
    }
}
