/**
 * What rules speak of: a claim that waits for its ruling, what a run is seen as, the ruling and the evidence it used up,
 * and what may be concluded from absence and contradiction. Rules read here; only {@code Hearing} writes.
 */
@NullMarked
package org.numakerbench.crosscheck.claim;

import org.jspecify.annotations.NullMarked;
