/**
 * The virtual board's UART: a pseudo-terminal, the pace of a serial line, and what can go wrong on it. Knows nothing of
 * what the bytes mean.
 */
@NullMarked
package org.numakerbench.sim.board.wire;

import org.jspecify.annotations.NullMarked;
