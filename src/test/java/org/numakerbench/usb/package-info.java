/**
 * Boards that are plugged into a real kernel: run in the guest of {@code scripts/usb-lab}, and nowhere else. Everything
 * between the product and the adapter is Linux; the adapter and its board are {@code sim.usb}.
 */
@NullMarked
package org.numakerbench.usb;

import org.jspecify.annotations.NullMarked;
