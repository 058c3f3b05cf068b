package org.numakerbench.sim.board.esp8266;

import java.util.random.RandomGenerator;

/**
 * How long something takes: log-normal, as waiting times over radio are, mostly short with a long tail.
 *
 * @param sigma of the logarithm
 */
public record Latency(double medianMs, double sigma) {
    /** One of them, nanoseconds. */
    long nanos(RandomGenerator random, double slowness) {
        return Math.round(medianMs * slowness * Math.exp(sigma * random.nextGaussian()) * 1e6);
    }
}
