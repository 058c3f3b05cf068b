package org.numakerbench.sim.board.esp8266;

/** A clock that is where one sleeps to. */
public final class SimulatedTime implements Ticker {
    private long nanos;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleepUntil(long until) {
        nanos = Math.max(nanos, until);
    }
}
