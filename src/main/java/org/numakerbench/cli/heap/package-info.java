/** The commands of the heap history: {@code bench heap} and {@code bench history}. */
@NullMarked
package org.numakerbench.cli.heap;

import org.jspecify.annotations.NullMarked;
