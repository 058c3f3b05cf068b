/**
 * A virtual NuMaker board on a pseudo-terminal: takes an image, resets, and does what the firmware does, faults and
 * lies included.
 */
@NullMarked
package org.numakerbench.sim.board;

import org.jspecify.annotations.NullMarked;
