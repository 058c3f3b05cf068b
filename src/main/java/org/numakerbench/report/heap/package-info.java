/** Memory over builds, drawn: for a browser, as a picture, for a terminal, and as data for other programs. */
@NullMarked
package org.numakerbench.report.heap;

import org.jspecify.annotations.NullMarked;
