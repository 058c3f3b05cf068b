/**
 * One board, one image, one run: open, flash, reset, capture, judge live, record, report.
 */
@NullMarked
package org.numakerbench.run;

import org.jspecify.annotations.NullMarked;
