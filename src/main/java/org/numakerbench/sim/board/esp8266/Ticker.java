package org.numakerbench.sim.board.esp8266;

/** The time that module and driver live in, nanoseconds; only differences mean something. */
public interface Ticker {
    long nanos();

    /** Returns at {@code nanos}, or at once if that has passed. */
    void sleepUntil(long nanos);
}
