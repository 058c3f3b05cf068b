package org.numakerbench.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.report.run.Flood;

/** What a browser is sent of a run that floods it. */
class LiveFloodIT {
    private static final int MOST_CHARS = 2_000_000;

    @ParameterizedTest
    @EnumSource(names = {"RANDOM_BYTES", "EMPTY_LINES", "ONE_ENDLESS_LINE", "BRACES_IN_LINES", "FAILURES", "MARKUP"})
    void thePageIsBounded(Flood flood) throws Exception {
        LiveRun run = new LiveRun("bench", "run");
        int read = 0;
        for (var entry : flood.log(2_000_000)) {
            run.accept(entry);
            if (++read % 1000 == 0) {
                run.settle(false);
            }
        }
        run.settle(true);

        assertThat(run.since(0).html().length()).isLessThan(MOST_CHARS);
        assertThat(run.since(0).html()).doesNotContain("\u0000", "\u001b", "<img");
    }
}
