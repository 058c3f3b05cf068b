package org.numakerbench.evidence;

import java.time.Instant;

/**
 * One line of the evidence log.
 *
 * @param seq position in the log, from 1 without gaps; findings refer to it
 * @param at wall-clock time, microseconds
 * @param monoNanos monotonic time since the log was opened, nanoseconds; never decreases within a log
 * @param fact what happened
 */
public record EvidenceEntry(long seq, Instant at, long monoNanos, Fact fact) {}
