package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.numakerbench.Extent;
import org.numakerbench.selftest.Selftest;
import org.numakerbench.selftest.SelftestTable;

/** The lie table: every planted fault is caught, and clean runs raise no alarm. */
class SelftestIT {
    private static final int CLEAN = Extent.of(6, 20);

    @Test
    void everyPlantedFaultIsCaughtAndNoCleanRunRaisesAnAlarm() throws Exception {
        Selftest.Outcome outcome = new Selftest(true, 3, CLEAN, java.util.Optional.empty()).run(line -> {});

        assertThat(outcome.isGood()).as(SelftestTable.markdown(outcome)).isTrue();
        assertThat(outcome.faults()).hasSizeGreaterThan(30);
        assertThat(outcome.clean()).hasSize(CLEAN);
    }
}
