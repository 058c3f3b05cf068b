/**
 * Why a run did not pass: what the bench says, who has to act, and what must be seen before it says so. A first trouble is
 * explained by evidence that lies behind it (a session taken over, a refusing policy, a lost network), never by its words.
 * Knows claims and what was seen, and no outcome of a whole run.
 */
@NullMarked
package org.numakerbench.crosscheck.cause;

import org.jspecify.annotations.NullMarked;
