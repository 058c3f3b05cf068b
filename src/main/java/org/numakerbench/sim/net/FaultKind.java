package org.numakerbench.sim.net;

import java.util.Locale;

/** What a {@link FaultyLink} can do to a connection. */
public enum FaultKind {
    /** From the trigger on every byte, either way, arrives a fixed time later, until the connection ends. */
    DELAY,
    /** From the trigger on both directions together carry at most so many bytes a second. */
    THROTTLE,
    /** Nothing is forwarded either way for a time, then all of it is. */
    STALL,
    /**
     * From the trigger on nothing is forwarded any more and nobody is told, until the client closes or a time is over;
     * then both sides are reset.
     */
    DROP,
    /** Both sides get a TCP reset at once. */
    RESET,
    /** The client reads the end of the stream, while what it sends still arrives. */
    HALF_CLOSE;

    /** The kind as it is written in configuration and reports: {@code half-close}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
