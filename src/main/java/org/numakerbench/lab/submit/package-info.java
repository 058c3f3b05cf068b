/**
 * From a plan to a night: its runs in the queue, its images where other hosts find them, and the wait for its end. Runs
 * nothing; agents do.
 */
@NullMarked
package org.numakerbench.lab.submit;

import org.jspecify.annotations.NullMarked;
