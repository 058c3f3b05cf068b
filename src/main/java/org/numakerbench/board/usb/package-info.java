/**
 * Which boards are plugged in where. A Nu-Link1 adapter has no unique serial number: a board is known by the physical USB
 * port, from which its serial device and its volume follow. Linux tells it in sysfs.
 */
@NullMarked
package org.numakerbench.board.usb;

import org.jspecify.annotations.NullMarked;
