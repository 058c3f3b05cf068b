package org.numakerbench.sim.net;

/** placeholder */
public record FaultPattern(
        FaultKind kind, double share, long fromBytes, long toBytes, long fromMs, long toMs, long bytesPerSecond) {}
