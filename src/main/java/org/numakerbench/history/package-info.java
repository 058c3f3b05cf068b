/**
 * The history of runs: what each left of heap figures, kept in a database that can be made again from the run directories;
 * the series these figures form, and what changed in them. It reads finished runs and judges none.
 */
@NullMarked
package org.numakerbench.history;

import org.jspecify.annotations.NullMarked;
