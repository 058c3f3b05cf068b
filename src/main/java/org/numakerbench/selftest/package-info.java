/**
 * Trust in the bench, by trial: lies and faults are planted in virtual boards and the local cloud, and whole runs must
 * catch each on the right step; clean runs must raise no alarm.
 */
@NullMarked
package org.numakerbench.selftest;

import org.jspecify.annotations.NullMarked;
