/**
 * The commands of the history: {@code bench heap} and {@code bench history}; {@code bench trend}, {@code check},
 * {@code accept} and {@code bisect} of any measurement.
 */
@NullMarked
package org.numakerbench.cli.heap;

import org.jspecify.annotations.NullMarked;
