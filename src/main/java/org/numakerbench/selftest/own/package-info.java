/**
 * What of a user's own claims would be caught, before a board is at hand: the log of a run that prints his lines is written
 * in virtual time, once as an honest board's and once for each lie, and judged as any other. What the board does is
 * worked out from the description alone, and nothing of it with the judge's code; only which line a text is read as, and whether a
 * run that was meant to be good is one, is asked there.
 */
@NullMarked
package org.numakerbench.selftest.own;

import org.jspecify.annotations.NullMarked;
