/**
 * Serial links over jSerialComm: exclusive, one reading thread a port, every chunk stamped as it arrives.
 */
@NullMarked
package org.numakerbench.board.serial;

import org.jspecify.annotations.NullMarked;
