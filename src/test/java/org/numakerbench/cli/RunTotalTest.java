package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.numakerbench.model.Outcome;

class RunTotalTest {
    @Test
    void severalRunsEndWithATotal() {
        RunTotal total = new RunTotal(3);
        total.add("left", Outcome.PASS);
        total.add("left", Outcome.DEVICE_FAIL);
        total.add("left", Outcome.PASS);

        assertThat(total.lines()).containsExactly("total of 3 runs: 2 PASS, 1 DEVICE FAIL");
        assertThat(total.exitCode()).isEqualTo(1);
    }

    @Test
    void severalBoardsHaveALineEachAndWhatWasStoppedIsNotCounted() {
        RunTotal total = new RunTotal(4);
        total.add("left", Outcome.PASS);
        total.add("left", Outcome.PASS);
        total.add("right", Outcome.CLOUD_FAULT);
        total.add("right", null);

        assertThat(total.lines())
                .containsExactly(
                        "total of 3 of 4 runs: 2 PASS, 1 CLOUD FAULT", "  left: 2 PASS", "  right: 1 CLOUD FAULT");
    }

    @Test
    void oneRunHasNoTotal() {
        RunTotal total = new RunTotal(1);
        total.add("left", Outcome.PASS);

        assertThat(total.lines()).isEmpty();
    }
}
