/**
 * An emulated board: QEMU runs real ARM code (src/qemu-board) behind a serial port, a control socket that flashes and
 * resets, and a network to the local cloud. Nothing here knows what the firmware prints.
 */
@NullMarked
package org.numakerbench.sim.qemu;

import org.jspecify.annotations.NullMarked;
