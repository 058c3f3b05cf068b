package org.numakerbench.sim.net;

/** placeholder */
public record FaultPlan(FaultKind kind, long afterBytes, long durationMs, long bytesPerSecond) {}
