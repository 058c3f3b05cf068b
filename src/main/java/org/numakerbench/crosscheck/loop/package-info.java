/**
 * Firmware that tests in a {@code while (true)} loop: one capture cut into its loops, each with its outcome and what
 * caused it. Pure, as all of {@code crosscheck}.
 */
@NullMarked
package org.numakerbench.crosscheck.loop;

import org.jspecify.annotations.NullMarked;
