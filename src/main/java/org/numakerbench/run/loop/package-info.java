/**
 * Firmware that tests in a {@code while (true)} loop: one capture cut into its loops, each with its outcome and what
 * caused it. Pure, as {@code crosscheck} is.
 */
@NullMarked
package org.numakerbench.run.loop;

import org.jspecify.annotations.NullMarked;
