package org.numakerbench.crosscheck.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CloudClockTest {
    private static final long MS = 1_000_000;
    private final CloudClock clock = new CloudClock();

    @Test
    void knowsNothingWithoutBothBounds() {
        clock.received(1_000, 50 * MS);

        assertThat(clock.isBefore(0, 100_000 * MS)).isFalse();
        assertThat(clock.isAfter(100_000, 0)).isFalse();
    }

    /** The cloud is ahead by 940 to 951 ms: what it stamps 1000 was done at 49 to 61. */
    @Test
    void tellsWhatIsBeyondItsBounds() {
        clock.causedAfter(1_000, 50 * MS);
        clock.received(1_000, 60 * MS);

        assertThat(clock.isBefore(1_000, 61 * MS)).isTrue();
        assertThat(clock.isBefore(1_000, 60 * MS)).isFalse();
        assertThat(clock.isAfter(1_000, 49 * MS)).isTrue();
        assertThat(clock.isAfter(1_000, 50 * MS)).isFalse();
    }

    @Test
    void isTheSurerTheMoreItHasSeen() {
        clock.causedAfter(1_000, 50 * MS);
        clock.received(1_000, 90 * MS);
        assertThat(clock.isBefore(1_000, 70 * MS)).isFalse();

        clock.received(2_000, 1_060 * MS);

        assertThat(clock.isBefore(1_000, 70 * MS)).isTrue();
    }

    @Test
    void thatContradictsItselfTellsNothing() {
        clock.causedAfter(1_000, 50 * MS);
        clock.received(1_000, 20 * MS);

        assertThat(clock.isBefore(0, 100_000 * MS)).isFalse();
        assertThat(clock.isAfter(100_000, 0)).isFalse();
    }

    @Test
    void knowsNothingOnceTheHostsClockWasSet() {
        clock.hostShows(Instant.ofEpochMilli(1_000), 50 * MS);
        clock.causedAfter(1_000, 50 * MS);
        clock.received(1_000, 60 * MS);
        clock.hostShows(Instant.ofEpochMilli(1_500), 550 * MS);
        assertThat(clock.isBefore(1_000, 61 * MS)).isTrue();

        clock.hostShows(Instant.ofEpochMilli(1_500 - 1_800_000), 560 * MS);

        assertThat(clock.isBefore(1_000, 61 * MS)).isFalse();
    }
}
