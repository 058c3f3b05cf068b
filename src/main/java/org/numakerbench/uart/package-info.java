/**
 * Bytes to lines to claims: what the device says on its UART, as a fold without I/O, clock or thread. The firmware's
 * lines are one table, {@code FirmwareGrammar}. Knows nothing of the cloud or of what is true.
 */
@NullMarked
package org.numakerbench.uart;

import org.jspecify.annotations.NullMarked;
