/**
 * Where a series of heap figures changed: steps, suspects, drifts. Plain functions of values: no clock, no database, and
 * the same series gives the same answer always. What the methods are, and where each number comes from, is told in
 * docs/heap-statistics.md.
 */
@NullMarked
package org.numakerbench.history.change;

import org.jspecify.annotations.NullMarked;
