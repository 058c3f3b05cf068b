/** An experiment's result as one self-contained page. */
@NullMarked
package org.numakerbench.tune.page;

import org.jspecify.annotations.NullMarked;
