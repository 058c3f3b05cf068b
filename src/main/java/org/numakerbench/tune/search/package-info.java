/**
 * Which setting to try next, and what the tries so far say. Pure: the next step is a function of the plan and of the loops
 * on record, so that an experiment that was killed goes on as if it had not been.
 */
@NullMarked
package org.numakerbench.tune.search;

import org.jspecify.annotations.NullMarked;
