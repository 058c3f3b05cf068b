package org.numakerbench.uart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A claim of several lines, being read. It takes lines until it knows its end. */
sealed interface Block permits CertificateBlock, CrashBlock, HttpBlock, PayloadBlock {
    /** Takes a line; null while the block goes on. */
    @Nullable
    Closing offer(RawLine line);

    /** The capture ended. */
    Closing end();

    /**
     * A finished block.
     *
     * @param claim what it says
     * @param again lines that turned out not to belong to it
     */
    record Closing(Draft claim, List<RawLine> again) {}
}
