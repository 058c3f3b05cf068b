package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.web.ServedLab.Reply;

/** From a failed run, one click to the last pass of its board. */
class CompareIT {
    private static final String FAILED = "20180104T000000Z-m487-seed";

    @TempDir
    private Path scratch;

    private ServedLab lab;

    @BeforeEach
    void serve() throws Exception {
        lab = ServedLab.open(scratch);
    }

    @AfterEach
    void end() throws Exception {
        lab.close();
    }

    private static RunLog failed() {
        return RunLog.clean().uartReplacing("MQTT connects OK", "MQTT connects failed: -1");
    }

    @Test
    void aFailedRunLeadsToTheLastPassOfItsBoard() throws Exception {
        lab.addToHistory(ServedLab.RUN, RunLog.clean(), 0);
        lab.addToHistory(FAILED, failed(), 1);

        Reply run = lab.get("/runs/" + ServedLab.BENCH + "/" + FAILED);
        Reply comparison = lab.get("/runs/" + ServedLab.BENCH + "/" + FAILED + "/compare");

        assertThat(run.body()).contains(FAILED + "/compare\"");
        assertThat(lab.get(ServedLab.RUN_PAGE).body()).doesNotContain("/compare\"");
        assertThat(comparison.status()).isEqualTo(200);
        assertThat(comparison.body())
                .contains("Two runs compared", "MQTT connects failed: -1", ServedLab.RUN, FAILED)
                .doesNotContain("<script");
        assertThat(comparison.header("Content-Security-Policy")).contains("default-src 'none'");
    }

    @Test
    void withoutAPassBeforeItThereIsNothingToCompareWith() throws Exception {
        lab.addToHistory(FAILED, failed(), 1);
        lab.addToHistory(ServedLab.RUN, RunLog.clean(), 2);

        Reply comparison = lab.get("/runs/" + ServedLab.BENCH + "/" + FAILED + "/compare");

        assertThat(comparison.status()).isEqualTo(404);
        assertThat(comparison.body()).contains("Nothing to compare with");
        assertThat(lab.get("/runs/" + ServedLab.BENCH + "/none/compare").status())
                .isEqualTo(404);
    }
}
