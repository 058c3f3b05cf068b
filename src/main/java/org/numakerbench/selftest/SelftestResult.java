package org.numakerbench.selftest;

import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Outcome;

/**
 * What the bench made of one planted fault.
 *
 * @param found the finding that answers the expectation, or the nearest thing to it, in words
 * @param caught step, verdict and outcome are the expected ones
 * @param replayed replaying the log gave the same findings
 * @param overheadMs from the last UART byte to the finished reports; null without any byte
 */
record SelftestResult(
        PlantedFault planted,
        String found,
        Outcome outcome,
        String reason,
        boolean caught,
        boolean replayed,
        @Nullable Long overheadMs) {}
