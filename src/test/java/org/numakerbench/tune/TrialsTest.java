package org.numakerbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.tune.Trials.Next.GO_ON;
import static org.numakerbench.tune.Trials.Next.RESET;
import static org.numakerbench.tune.Trials.Next.STOP;

import org.junit.jupiter.api.Test;

class TrialsTest {
    @Test
    void aNetworkErrorIsAnsweredByTheNextLoop() {
        Trials trials = new Trials(2, false);

        assertThat(trials.after(false, false, true)).isEqualTo(GO_ON);
        assertThat(trials.after(true, false, false)).isEqualTo(GO_ON);
        assertThat(trials.after(true, false, true)).isEqualTo(GO_ON);
        assertThat(trials.after(true, false, false)).isEqualTo(STOP);
    }

    @Test
    void whatDidNotRecoverIsResetBeforeTheNextNetworkError() {
        Trials trials = new Trials(2, false);

        trials.after(false, false, true);

        assertThat(trials.after(false, false, false)).isEqualTo(RESET);
    }

    @Test
    void aHangDuringANetworkErrorIsItsAnswer() {
        Trials trials = new Trials(2, false);

        assertThat(trials.after(false, true, true)).isEqualTo(RESET);
        assertThat(trials.after(false, true, true)).isEqualTo(STOP);
    }

    @Test
    void aChainOfFailuresThatNothingDisturbedIsCutByAReset() {
        Trials trials = new Trials(1, false);

        assertThat(trials.after(false, false, false)).isEqualTo(GO_ON);
        assertThat(trials.after(false, false, false)).isEqualTo(RESET);
    }

    @Test
    void disturbancesThatNeverComeDoNotKeepAVisitForEver() {
        Trials trials = new Trials(1, false);
        int loops = 1;
        while (trials.after(true, false, false) != STOP) {
            loops++;
        }

        assertThat(loops).isLessThan(20);
    }

    @Test
    void withoutDisturbancesEveryLoopCounts() {
        Trials trials = new Trials(3, true);

        assertThat(trials.after(true, false, false)).isEqualTo(GO_ON);
        assertThat(trials.after(false, false, true)).isEqualTo(GO_ON);
        assertThat(trials.after(true, false, false)).isEqualTo(GO_ON);
        assertThat(trials.after(true, false, false)).isEqualTo(STOP);
    }
}
