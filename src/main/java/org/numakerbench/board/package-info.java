/**
 * A board is three ports: {@link org.numakerbench.board.serial.SerialLink}, {@link org.numakerbench.board.flash.Flasher}
 * and {@link org.numakerbench.board.reset.Resetter}. Drivers act and report facts; they judge nothing.
 */
@NullMarked
package org.numakerbench.board;

import org.jspecify.annotations.NullMarked;
