/** The virtual board's image file: which firmware it imitates, with which identity, heap and faults. */
@NullMarked
package org.numakerbench.sim.board.image;

import org.jspecify.annotations.NullMarked;
