package org.numakerbench.sim.board.wire;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineScheduleTest {
    private static final long NOW = 5_000_000_000L;

    @Test
    void nine_hundred_and_sixty_bytes_take_one_second_at_9600_baud() {
        assertThat(new LineSchedule(9600).send(NOW, 960)).isEqualTo(NOW + 1_000_000_000L);
    }

    @Property
    void bytes_sent_in_pieces_take_as_long_as_bytes_sent_at_once(
            @ForAll @IntRange(min = 1, max = 500) int pieces, @ForAll @IntRange(min = 300, max = 921600) int baud) {
        LineSchedule line = new LineSchedule(baud);
        long through = NOW;

        for (int i = 0; i < pieces; i++) {
            through = line.send(through, 3);
        }

        // The caller waits until the line is free, so each piece starts where the last one ended.
        assertThat(through).isEqualTo(NOW + pieces * 3L * 10 * 1_000_000_000L / baud);
    }

    @Test
    void a_line_that_was_idle_starts_at_once() {
        LineSchedule line = new LineSchedule(9600);
        line.send(NOW, 96);

        assertThat(line.send(NOW + 500_000_000L, 96)).isEqualTo(NOW + 600_000_000L);
    }

    @Test
    void no_pace_takes_no_time() {
        assertThat(new LineSchedule(0).send(NOW, 100_000)).isEqualTo(NOW);
    }
}
