/**
 * The append-only record of one run: every fact enters it once, in order, with wall-clock and monotonic time, before
 * anyone acts on it. Everything else (claims, findings, reports) can be derived from it again. Knows nothing of what
 * the facts mean.
 */
@NullMarked
package org.numakerbench.evidence;

import org.jspecify.annotations.NullMarked;
