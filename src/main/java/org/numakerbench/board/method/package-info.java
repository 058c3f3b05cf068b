/**
 * The methods by which a board is flashed and reset: what a profile says of each, and the driver that follows from it, side
 * by side. A profile is bound to these records as they stand; nothing else lists the methods.
 */
@NullMarked
package org.numakerbench.board.method;

import org.jspecify.annotations.NullMarked;
