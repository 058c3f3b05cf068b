package org.numakerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunDirectory;

class RecorderTest {
    @TempDir
    private Path runs;

    /** The next start would take a log that ends otherwise for one that was cut off, and blame the bench. */
    @Test
    void nothingStandsBehindTheEndOfARun() throws Exception {
        try (RunDirectory directory = RunDirectory.create(runs, "run")) {
            Fact first = RunLog.clean().entries().get(0).fact();
            try (Recorder recorder = new Recorder(directory, first, entry -> {})) {
                recorder.record(new Fact.RunEnded());
                recorder.record(new Fact.ShadowReadFailed(8, "thing", "the endpoint ended the connection"));
            }

            assertThat(EvidenceReader.readAll(directory.path().resolve(RunDirectory.LOG)))
                    .last()
                    .satisfies(it -> assertThat(it.fact()).isInstanceOf(Fact.RunEnded.class));
        }
    }
}
