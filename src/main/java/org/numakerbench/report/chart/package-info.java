/** Drawings on pages and in files of their own, all as SVG. Knows nothing of what is drawn. */
@NullMarked
package org.numakerbench.report.chart;

import org.jspecify.annotations.NullMarked;
