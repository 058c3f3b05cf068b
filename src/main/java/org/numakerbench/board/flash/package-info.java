/**
 * Flashers: bring an image onto a board and say what was done, with the tool's own output as evidence.
 */
@NullMarked
package org.numakerbench.board.flash;

import org.jspecify.annotations.NullMarked;
