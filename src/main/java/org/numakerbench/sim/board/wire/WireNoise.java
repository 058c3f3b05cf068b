package org.numakerbench.sim.board.wire;

import java.util.Arrays;
import java.util.Random;

/**
 * Damage on the wire: bytes lost, bytes with one bit flipped. The same seed damages the same bytes of the same stream.
 */
public final class WireNoise {
    private final Random drops;
    private final Random flips;
    private final double dropRate;
    private final double flipRate;

    public WireNoise(long dropSeed, double dropRate, long flipSeed, double flipRate) {
        this.drops = new Random(dropSeed);
        this.flips = new Random(flipSeed);
        this.dropRate = dropRate;
        this.flipRate = flipRate;
    }

    public static WireNoise none() {
        return new WireNoise(0, 0, 0, 0);
    }

    byte[] damage(byte[] sent) {
        if (dropRate == 0 && flipRate == 0) {
            return sent;
        }
        byte[] arrives = new byte[sent.length];
        int length = 0;
        for (byte value : sent) {
            boolean dropped = drops.nextDouble() < dropRate;
            boolean flipped = flips.nextDouble() < flipRate;
            int bit = 1 << flips.nextInt(8);
            if (!dropped) {
                arrives[length++] = (byte) (flipped ? value ^ bit : value);
            }
        }
        return Arrays.copyOf(arrives, length);
    }
}
