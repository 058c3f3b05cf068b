/**
 * Resetters: restart a board. That a reset took place is never assumed here; only the boot banner proves it.
 */
@NullMarked
package org.numakerbench.board.reset;

import org.jspecify.annotations.NullMarked;
