/** An experiment's result as one self-contained page. */
@NullMarked
package org.numakerbench.report.tune;

import org.jspecify.annotations.NullMarked;
