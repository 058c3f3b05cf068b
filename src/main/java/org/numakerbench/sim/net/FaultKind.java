package org.numakerbench.sim.net;

/** placeholder */
public enum FaultKind {
    DELAY,
    THROTTLE,
    STALL,
    DROP,
    RESET,
    HALF_CLOSE;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
