package org.numakerbench.sim.usb;

/** How an adapter takes the next image from its volume. */
public enum Taking {
    /** 0.3 s after the last write it leaves the bus, programs, and comes back with a fresh volume. */
    AFTER_LAST_WRITE,
    /** It leaves at the moment when all is there, in the middle of the host's fsync. */
    DURING_FSYNC,
    /** It leaves when half has come, programs that, and comes back as if nothing was wrong. */
    HALF,
    /** It stays on the bus, takes the medium out, programs, and puts it in again. */
    MEDIUM_CHANGE,
    /** It stays on the bus, programs, and changes the blocks under the host without a word. */
    BLOCKS_CHANGE,
    /** It keeps the file and does nothing. */
    NEVER,
    /** It leaves the bus and stays away. */
    GONE
}
