package org.numakerbench.sim.board.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireNoiseTest {
    private static final byte[] SENT = new byte[10_000];

    @Test
    void the_same_seed_damages_the_same_bytes() {
        assertThat(new WireNoise(3, 0.01, 4, 0.01).damage(SENT))
                .isEqualTo(new WireNoise(3, 0.01, 4, 0.01).damage(SENT))
                .isNotEqualTo(new WireNoise(5, 0.01, 4, 0.01).damage(SENT));
    }

    @Test
    void dropping_loses_about_the_given_part_and_changes_nothing_else() {
        assertThat(new WireNoise(1, 0.1, 1, 0).damage(SENT))
                .hasSizeBetween(8_800, 9_200)
                .containsOnly(0);
    }

    @Test
    void flipping_changes_one_bit_and_loses_nothing() {
        byte[] arrived = new WireNoise(1, 0, 1, 1).damage(SENT);

        assertThat(arrived).hasSize(SENT.length);
        for (byte value : arrived) {
            assertThat(Integer.bitCount(value & 0xFF)).isEqualTo(1);
        }
    }
}
