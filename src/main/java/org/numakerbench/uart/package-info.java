/**
 * Bytes to lines to claims: what the device says on its UART, as a fold without I/O, clock or thread. The firmware's
 * lines are a table in {@code grammar}, claims of several lines are read in {@code block}. Knows nothing of the cloud or
 * of what is true.
 */
@NullMarked
package org.numakerbench.uart;

import org.jspecify.annotations.NullMarked;
