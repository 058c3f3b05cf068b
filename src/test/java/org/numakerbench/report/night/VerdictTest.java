package org.numakerbench.report.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.lab.night.ANight.benchFault;
import static org.numakerbench.lab.night.ANight.deviceFail;
import static org.numakerbench.lab.night.ANight.mismatch;
import static org.numakerbench.lab.night.ANight.pass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.numakerbench.lab.night.ANight;
import org.numakerbench.lab.night.ANight.Try;
import org.numakerbench.lab.night.NightReport;

class VerdictTest {
    private static final Try LOST = mismatch("mqtt.user.publish", "the witness did not see it");
    private static final Try REFUSED = deviceFail("mqtt.connect", "connection refused");

    private static ANight night(int day, Try... byBoard) {
        ANight night = ANight.of(day).build("main", "main-" + day);
        for (int board = 0; board < byBoard.length; board++) {
            night.run("lab/b" + board, "main", byBoard[board]);
        }
        return night;
    }

    private static String verdict(Try... tonight) {
        Try[] passed = List.of(tonight).stream().map(it -> pass()).toArray(Try[]::new);
        NightReport report = night(1, tonight).after(night(0, passed));
        return Verdict.of(report);
    }

    @Test
    void aHeadlineSaysWhoseTheNewFailuresAre() {
        assertThat(verdict(LOST)).isEqualTo("1 new failure, in the device");
        assertThat(verdict(LOST, LOST)).isEqualTo("2 new failures, all in the device (1 cause)");
        assertThat(verdict(LOST, LOST, LOST, REFUSED)).isEqualTo("4 new failures, all in the device (2 causes)");
        assertThat(verdict(LOST, REFUSED, benchFault("flash", "no adapter")))
                .isEqualTo("3 new failures: 2 in the device, 1 in the bench");
    }

    @Test
    void whatFailedTheNightBeforeContinues() {
        assertThat(Verdict.of(night(1, LOST, pass()).after(night(0, LOST, pass()))))
                .isEqualTo("Nothing new; 1 known failure continues");
        assertThat(Verdict.of(night(1, LOST, LOST).after(night(0, LOST, LOST))))
                .isEqualTo("Nothing new; 2 known failures continue");
    }
}
