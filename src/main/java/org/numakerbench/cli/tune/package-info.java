/** {@code bench tune}: an experiment from its file to its result, on boards or, as a rehearsal, on the model. */
@NullMarked
package org.numakerbench.cli.tune;

import org.jspecify.annotations.NullMarked;
