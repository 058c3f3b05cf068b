/**
 * A board's debug adapter as a USB device, by USB/IP: a Nu-Link with mass storage and serial port, which Linux's
 * {@code vhci_hcd} takes for plugged in. What is behind it is a virtual board; everything before it is the real kernel.
 */
@NullMarked
package org.numakerbench.sim.usb;

import org.jspecify.annotations.NullMarked;
